/**
 * Words of people on their way to a model (titles, descriptions, comments, guidance): what a reader of the page sees,
 * and nothing that the page hides. Links and pictures are told by their text and host, so that there is no address to
 * repeat; long runs that no person wrote by hand are cut.
 */
import { cutText } from '../../domain/text/cut-text.ts'
import { defuseMarkers } from './block-markers.ts'
import { replaceHidden } from './clean-text.ts'

const passesMax = 8
/** What is looked at, for each character that may be left: markup that is hidden is often longer than what is seen. */
const lookFactor = 8
const lookMin = 4_000

/** At most `charactersMax` long; the same when it is cleaned again. */
export function cleanProse(text: string, charactersMax: number): string {
  const begin = lookedAt(text, charactersMax).replace(/\r\n?/g, '\n')
  let before = begin.replace(ansiSequence, '')
  for (let pass = 0; pass < passesMax; pass += 1) {
    const after = cleanOnce(before)
    if (after === before) return cut(after, charactersMax)
    before = after
  }
  // Markup inside of markup inside of markup: nobody writes so, and nothing of it is left to be put together.
  return cut(cleanOnce(before.replace(/[<>[\]()`]/g, ' ')), charactersMax)
}

/** The same of a text in which secrets may stand: what is not looked at is not searched for them. */
export function cleanMasked(text: string, charactersMax: number, mask: (text: string) => string): string {
  return cleanProse(mask(lookedAt(text, charactersMax)), charactersMax)
}

/** A selector whose keycap was cut away shows nothing any more, and goes too. */
function cut(text: string, charactersMax: number): string {
  return replaceHidden(cutText(text, charactersMax), () => '')
}

function lookedAt(text: string, charactersMax: number): string {
  return text.slice(0, Math.max(lookMin, charactersMax * lookFactor))
}

const ansiSequence = /[\x1b\x9b][[\]()#;?]{0,4}(?:\d{1,4}[;:]?){0,12}[@-~]?/g

function cleanOnce(text: string): string {
  let cleaned = replaceHidden(text, () => '')
  for (const [pattern, replacement] of rules) cleaned = cleaned.replace(pattern, replacement as string)
  return defuseMarkers(cleaned).trim()
}

type Rule = readonly [RegExp, string | ((match: string, ...groups: string[]) => string)]

const tagNames =
  'a abbr address area article aside audio b base blockquote body br button canvas caption center cite code col dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form frame h[1-6] head header hr html i iframe img input ins kbd label legend li link main map mark marquee math menu meta nav noscript object ol option p picture pre q s samp script section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead title tr track tt u ul var video wbr'
    .split(' ')
    .join('|')

const rules: readonly Rule[] = [
  [/<!--[\s\S]*?(?:-->|$)/g, ''],
  [
    /<(details|script|style|template|svg|math|noscript|iframe)\b[^<>]{0,500}>[\s\S]*?(?:<\/\1\s{0,5}>|$)/gi,
    '',
  ],
  // Any tag that HTML knows, and any at all that has attributes: `List<String>` is no tag.
  [new RegExp(`</?(?:${tagNames})(?:[\\s/][^<>]{0,2000})?>`, 'gi'), ''],
  // Its first sign of equality is looked for ahead, as otherwise each one would be tried.
  [/<\/?[a-z][\w:-]{0,60}\s(?=[^<>=]{0,2000}=)[^<>]{0,4000}>/gi, ''],
  [/<[!?][^<>]{0,2000}>/g, ''],
  [/^ {0,3}\[[^\]\n]{1,200}\]:[^\n]*$/gm, ''],
  [
    /!\[([^\][]{0,1000})\]\s?\(([^()\n]{0,2000})\)/g,
    (_, words, target) => `${words} (image${hostOf(target)})`,
  ],
  [/!\[([^\][]{0,1000})\](?:\[[^\]\n]{0,200}\])?/g, (_, words) => `${words} (image)`],
  [/\[([^\][]{0,1000})\]\(([^()\n]{0,2000})\)/g, (_, words, target) => `${words} (link${hostOf(target)})`],
  [/\[([^\][]{1,1000})\]\[[^\]\n]{0,200}\]/g, (_, words) => words],
  [/\]\(/g, '] ('],
  [/data:[a-z]{1,20}\/[\w.+-]{1,60}[;,][^\s"'<>)]{0,100000}/gi, '(data)'],
  [/\b(https?:\/\/[^\s<>"'`?#]{1,200})[^\s<>"'`)\]]*/gi, (_, address) => address],
  [/[\w+/=-]{120,}/g, (run) => `${run.slice(0, 40)}… (${run.length - 40} more characters)`],
  [/[^\S\n]{9,}/g, '        '],
  [/[^\S\n]+$/gm, ''],
  [/\n{3,}/g, '\n\n'],
]

function hostOf(target: string): string {
  const host = /^\s{0,5}<?(?:https?:)?\/\/(?:[^\s/@]{0,100}@)?([\w.-]{1,100})/i.exec(target)?.[1]
  return host === undefined ? '' : ` at ${host.toLowerCase()}`
}
