/**
 * Letters of other scripts that print like a Latin one.
 *
 * Only those that can hardly be told apart in a programmer's typeface; Greek letters in formulas (`sigma`, `nu`,
 * `rho`) are everyday and stay out.
 */
const cyrillic = 'аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwӏlАAВBЕEЗ3КKМMНHОOРPСCТTУYХXІIЈJЅS'
const greekCapitals = 'ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοo'
const armenian = 'օoսuոnհhքp'

const latinFor: ReadonlyMap<string, string> = new Map(
  [...(cyrillic + greekCapitals + armenian).matchAll(/(.)(.)/gu)].map(([, letter = '', latin = '']) => [
    letter,
    latin,
  ]),
)

export function isLookalike(letter: string): boolean {
  return latinFor.has(letter)
}

/** What a name looks like when every lookalike is read as Latin. */
export function readAsLatin(name: string): string {
  return [...name].map((letter) => latinFor.get(letter) ?? letter).join('')
}
