/** Prints whose whole message is what one types while looking for a fault: `here`, `DEBUG`, `>>>>`, `test 1`. */
import type { Language } from '../../domain/language.ts'

const scriptPrint = /(?<![\w$.])(?:(?:window\.)?alert|console\.(?:log|debug|info|warn|error))\(/g

const printOf: Readonly<Partial<Record<Language, RegExp>>> = {
  javascript: scriptPrint,
  typescript: scriptPrint,
  tsx: scriptPrint,
  python: /(?<![\w.])print\(/g,
  ruby: /(?<![\w.])(?:puts|p|pp)[ (]/g,
  go: /(?<![\w.])fmt\.(?:Println|Printf|Print)\(/g,
  java: /(?<![\w.])System\.(?:out|err)\.print(?:ln|f)?\(/g,
  kotlin: /(?<![\w.])println\(/g,
  scala: /(?<![\w.])println\(/g,
  rust: /(?<!\w)(?:e?println)!\(/g,
  php: /(?<![\w$>:])(?:echo|print)[ (]/g,
  csharp: /(?<![\w.])Console\.(?:Error\.)?Write(?:Line)?\(/g,
  swift: /(?<![\w.])print\(/g,
  c: /(?<!\w)printf\(/g,
  cpp: /(?<!\w)printf\(/g,
}

/** The literal and what follows it: nothing more than values to show. */
const literal = /[\t ]{0,8}[bfFu@$]{0,2}(["'`])([^"'`\n\\]{1,60})(?:\\n)?\1(?=[\t ]{0,8}(?:[),;+]|\r?\n|$))/y

const debugMessage =
  /^[\s\-=*#>!<:.[\](){}|~]*(?:(?:(?:i(?:'m| am) |we(?:'re| are) |got |am |is |in )?(?:here|got here|over here|in here|right here|reached)(?:[\s\-:#]*\d{0,3})?|debug(?:ging)?(?:[\s\-:#\]]*\d{0,3})|xxx+|asdf\w*|qwer\w*|foo ?bar|wtf\??|lol|(?:test|foo|bar|baz|blah|aaa+|bbb+|yyy+|zzz+|ping|hello)(?:[\s\-#]*\d{1,3}|!{2,}|[ ]?(?:here|debug))|[A-Z]*DEBUG(?:GING)?[\s:\-\]>].{0,40}))[\s\-=*#>!<:.?[\](){}|~]*$/i

/** A line of signs is a separator in ordinary output; three arrows or bangs around nothing are not. */
const shout = /^(?:>{3,}|<{3,}|!{3,}|#{3,}!+|\?{3,}|@{3,})\s*$/

/**
 * Offsets of such prints.
 *
 * @param code the text with comments and strings blanked out
 */
export function debugPrints(
  text: string,
  code: string,
  language: Language,
): readonly { start: number; end: number }[] {
  const print = printOf[language]
  if (print === undefined) return []
  const found: { start: number; end: number }[] = []
  for (const match of code.matchAll(print)) {
    literal.lastIndex = match.index + match[0].length
    const message = literal.exec(text)
    if (message === null) continue
    const words = (message[2] as string).trim()
    if (debugMessage.test(words) || shout.test(words))
      found.push({ start: match.index, end: literal.lastIndex })
  }
  return found
}
