/**
 * Whether a reply in one of our threads wants an answer. Rather once too little: a bot that has the last word after
 * every "done" is muted. A question mark in any script asks; without one, words of doubt or contradiction do (English
 * alone). Code and quotations are not the writer's words, and what is said to somebody else is not said to us.
 */

const textCharactersMax = 8_000

const questionMark = /[?？؟\u037e⁇❓]/u
const doubt =
  /\b(?:why|how come|false (?:positive|alarm)|disagree|i don'?t (?:think|see|agree|understand|get)|not (?:true|correct|right|an? (?:issue|bug|problem|error)|the case|possible|needed|necessary)|(?:that|this|it)(?:'s| is| was)? (?:wrong|fine|intended|intentional|by design|on purpose|expected|safe|impossible)|(?:can'?t|cannot|won'?t|never) (?:be|happen|reach|occur)|isn'?t|doesn'?t|shouldn'?t|explain|elaborate|are you sure|what about|what if)\b/i
const mention = /(?<![A-Za-z0-9_/@.-])@([A-Za-z0-9][A-Za-z0-9-]{0,99})/g

/** @param botName the App's slug, without `[bot]` */
export function expectsAnswer(text: string, botName: string): boolean {
  const words = ownWords(text.slice(0, textCharactersMax))
  const names = [...words.matchAll(mention)].map(([, name]) => name?.toLowerCase())
  if (names.includes(botName.toLowerCase())) return true
  return names.length === 0 && (isQuestion(words) || doubt.test(words.replaceAll('’', "'")))
}

function isQuestion(words: string): boolean {
  return questionMark.test(words.replaceAll(/\bhttps?:\S+/g, ''))
}

/** Without code and quotations. */
function ownWords(text: string): string {
  let isCode = false
  const lines = text.split('\n').filter((line) => {
    const content = line.trimStart()
    if (content.startsWith('```') || content.startsWith('~~~')) {
      isCode = !isCode
      return false
    }
    return !isCode && !content.startsWith('>')
  })
  return lines.join('\n').replaceAll(/`[^`\n]*`/g, ' ')
}
