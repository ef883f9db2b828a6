/**
 * A literal assigned to something that is called a password, a secret, a token or a key.
 *
 * The name proves little, so the value has to look random, and samples, tests and prose are left alone.
 */
import type { FoundSecret, SearchedText } from './found-secret.ts'
import { entropy, isPlaceholder } from './placeholder.ts'

const word =
  'pass(?:word|wd|phrase)|passwd|secret|token|api[-_]?key|access[-_]?key|auth[-_]?key|encryption[-_]?key|signing[-_]?key|private[-_]?key|credentials?'

const quoted = new RegExp(
  `(?<name>(?:${word})[\\w-]{0,24})["'\`\\]]{0,2}(?:\\s{0,3}:\\s{0,3}[A-Za-z<>&\\[\\]]{1,24})?\\s{0,8}(?:=>|:=|=|:)\\s{0,8}(?:[bBrRuUfF@]{0,2})(?<quote>["'\`])(?<v>[^\\s"'\`\\\\]{10,200})\\k<quote>`,
  'gi',
)

/** `name = value` to the line's end, for files where nothing is quoted. */
const bare = new RegExp(
  `^[\\t ]{0,40}(?:export[\\t ]{1,4}|ENV[\\t ]{1,4})?[\\w.-]{0,60}?(?<name>(?:${word})[\\w-]{0,24})[\\t ]{0,8}[=:][\\t ]{0,8}(?<v>[^\\s"'\`#]{10,200})[\\t ]{0,8}\\r?$`,
  'gim',
)

const bareFiles =
  /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|[^/]*\.(?:env|properties|ini|cfg|conf|tfvars|ya?ml)|[^/]*dockerfile[^/]*)$/i

/** The rest of a name that makes it speak about a secret rather than hold one. */
const aboutSecret =
  /(?:url|uri|path|file|name|id|ids|len|length|size|hash|hashed|digest|field|type|label|header|prefix|suffix|pattern|regexp?|param|params|policy|ttl|expir\w*|at|on|key_?path|endpoint|host|env|var|format|algorithm|method|class|count|limit|help|hint|text|title|message|error|ref|version|provider|store|manager|placeholder|input|query|selector|scope|scopes|kind)$/i

export function* findAssignedSecrets({
  text,
  path,
  language,
  isSample,
}: SearchedText): Iterable<FoundSecret> {
  if (isSample || language === 'markdown' || language === 'html' || language === 'css') return
  const searches = bareFiles.test(path) ? [quoted, bare] : [quoted]
  for (const pattern of searches) {
    for (const match of text.matchAll(pattern)) {
      const { name = '', v: value = '' } = match.groups ?? {}
      if (aboutSecret.test(name) || !looksRandom(value)) continue
      const end = match.index + match[0].lastIndexOf(value) + value.length
      // The search key of a hosted search service stands beside its index and is meant for browsers.
      if (/indexName/.test(text.slice(Math.max(0, match.index - 200), end + 200))) continue
      yield {
        rule: 'assigned-secret',
        what: `A literal is assigned to "${name.toLowerCase()}", so a secret`,
        start: end - value.length,
        end,
        values: [value],
      }
    }
  }
}

/** Whether a machine drew it: no words, no version, nothing that is filled in later. */
export function looksRandom(value: string): boolean {
  if (isPlaceholder(value) || notSecret.test(value)) return false
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(value)).length
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false
  const isHex = /^[0-9a-f]+$/i.test(value)
  if (isHex) return value.length >= 32 && entropy(value) >= 3
  if (readsAsWords(value)) return false
  return entropy(value) >= (kinds >= 3 ? 3.0 : 3.4)
}

/** UUIDs, integrity hashes, addresses, paths, versions, calls, dates. */
const notSecret =
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$|^sha\d{1,3}[-:]|^md5[-:]|^\w+:\/\/|^[./~@]|^[\w.-]+(?:\/[\w.-]+)+$|^v?\d+(?:\.\d+)+|[()[\]{};|]|^arn:|^projects\/|^vault:|^enc:|^ENC\[|^\d{4}-\d{2}-\d{2}|^(?:!|op:\/\/)/i

/** `session-token-v2`, `OAuth2ClientToken`: letters in words, with a digit or two between. */
function readsAsWords(value: string): boolean {
  const parts = value.split(/[-_.:/]|(?<=[a-z])(?=[A-Z])/).filter((part) => part !== '')
  const wordlike = parts.filter((part) =>
    /^(?:[A-Z]?[a-z]{2,}|[A-Z]{2,}|[A-Za-z]+\d{1,2}|\d{1,2})$/.test(part),
  )
  return (
    parts.length > 1 &&
    wordlike.length >= parts.length * 0.75 &&
    wordlike.join('').length >= value.length * 0.6
  )
}
