/**
 * A model's words on their way to people: they call nobody, command nobody, close nothing and lead nowhere that we do not
 * know. Renderers escape as well; this is for every surface, those that show plain text among them.
 */
import { cutText } from '../../domain/text/cut-text.ts'
import { replaceHidden } from './clean-text.ts'

const passesMax = 8

/** Lines of plain text, at most `charactersMax` long; the same when it is done again. */
export function defuseProse(text: string, charactersMax: number, hosts: ReadonlySet<string>): string {
  let before = text.slice(0, charactersMax * 4).replace(/\r\n?/g, '\n')
  for (let pass = 0; pass < passesMax; pass += 1) {
    const after = cutText(defuseOnce(before, hosts), charactersMax)
    if (after === before) return after
    before = after
  }
  // Still changing: made to. Words alone are left.
  const words = before
    .replace(/[^\p{L}\p{N}\s.,;]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return cutText(words, charactersMax)
}

const hostileTags =
  'script|style|iframe|frame|object|embed|img|picture|svg|math|video|audio|source|form|input|button|link|meta|base|details|summary|template|noscript'

type Rule = readonly [RegExp, string | ((match: string, ...groups: string[]) => string)]

const markup: readonly Rule[] = [
  [/<!--[\s\S]*?(?:-->|$)/g, ''],
  // One that was cut off is closed by whatever comes next. Bare ones in code are what the words are about.
  [new RegExp(`</?(?:${hostileTags}|a)(?=[\\s/])(?:[^<>]{0,2000}>|[^<>\\n]{0,2000})`, 'gi'), ''],
  [new RegExp(`(?<!\`)</?(?:${hostileTags})>`, 'gi'), ''],
  // Its first sign of equality is looked for ahead, as otherwise each one would be tried.
  [/<\/?[a-z][\w:-]{0,60}\s(?=[^<>=]{0,2000}=)[^<>]{0,4000}>/gi, ''],
  [/^ {0,3}\[[^\]\n]{1,200}\]:[^\n]*$/gm, ''],
  [/!\[([^\][]{0,1000})\](?:\s?\([^()\n]{0,2000}\)|\(\S{0,4000}|\[[^\]\n]{0,200}\])?/g, (_, words) => words],
  [/\[([^\][]{0,1000})\](?:\([^()\n]{0,2000}\)|\(\S{0,4000})/g, (_, words) => words],
  [/\]\(/g, '] ('],
  [/!+\[/g, '['],
  [/(?:javascript|vbscript):(?=\S)\S{0,2000}/gi, '(link removed)'],
  [/data:[a-z]{1,20}\/[\w.+-]{1,60}[;,]\S{0,10000}/gi, '(link removed)'],
  [/\t/g, ' '],
  [/[^\S\n]+$/gm, ''],
  [/\n{3,}/g, '\n\n'],
]

function defuseOnce(text: string, hosts: ReadonlySet<string>): string {
  let plain = replaceHidden(text, () => '')
  for (const [pattern, replacement] of markup) plain = plain.replace(pattern, replacement as string)
  return plain
    .split('\n')
    .map((line) => defuseLine(line, hosts))
    .join('\n')
    .trim()
}

function defuseLine(line: string, hosts: ReadonlySet<string>): string {
  const linked = line
    .replace(/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s`<>"']{0,4000}/gi, (address) => shownAddress(address, hosts))
    .replace(/(?<![\w.-])www\.[\w-]{1,60}\.[^\s`<>"']{1,2000}/gi, '(link removed)')
  // An odd backtick would turn inside and outside around.
  const single = linked.replace(/`{2,}/g, '`')
  const even = (single.split('`').length - 1) % 2 === 0 ? single : single.replace(/`(?=[^`]*$)/, "'")
  const parts = even.split('`')
  return parts
    .map((part, at) => (at % 2 === 1 ? part : defuseWords(part, at === 0, at === parts.length - 1)))
    .join('`')
}

const alive: readonly RegExp[] = [
  /(?<![\w`])@(?=[a-z\d])[\w-]{1,60}(?:\/[\w-]{1,100})?/gi,
  /(?<![\w`&])(?:[\w.-]{1,100}\/[\w.-]{1,100})?#\d{1,10}\b/g,
  /(?<![\w`-])GH-\d{1,10}\b/gi,
  /(?<![\w`./])\/autogen(?:-bot)?\b/gi,
]

/** Words that would come alive become code. `text` is what stands between two pieces of code, or an end of the line. */
function defuseWords(text: string, isFirst: boolean, isLast: boolean): string {
  let words = text
  for (const pattern of alive) {
    words = words.replace(pattern, (name, ...groups) => {
      const at = groups.find((group) => typeof group === 'number') as number
      // Two spans side by side would be read as something else.
      const before = at === 0 && !isFirst ? ' ' : ''
      const after = at + name.length === words.length && !isLast ? ' ' : ''
      return `${before}\`${name}\`${after}`
    })
  }
  // Where bots look for commands.
  return isFirst ? words.replace(/^(\s*(?:[>*+-]\s*){0,4})(\/[a-z][\w-]{0,40})/i, '$1`$2`') : words
}

/** Host and path alone: what stands behind a question mark or a hash may carry anything. */
function shownAddress(address: string, hosts: ReadonlySet<string>): string {
  const parts = /^https?:\/\/([\w.-]{1,100}?)(?=[/?#]|[.,;:!)\]}]{0,9}$)(\/[\w./%~-]{0,120})?/i.exec(address)
  const host = parts?.[1]?.toLowerCase()
  if (host === undefined || !hosts.has(host)) return '(link removed)'
  const path = (parts?.[2] ?? '').replace(/[.,]+$/, '')
  const shown = `https://${host}${path}`
  // Behind "fixes" the address of an issue closes it.
  return /\/(?:issues|pull|merge_requests)\//.test(path) ? `${host}${path}` : shown
}
