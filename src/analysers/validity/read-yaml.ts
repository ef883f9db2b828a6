/**
 * YAML is composed into a tree and never turned into values: an alias stays a reference, so a document that would
 * unfold into gigabytes costs what its text costs. Everything after the parser walks with a stack of its own.
 */
import { type Document, parseAllDocuments, type YAMLError } from 'yaml'
import { type Problem, problemsMax } from './problem.ts'
import { aliasProblems } from './yaml-aliases.ts'
import { duplicateKeys } from './yaml-keys.ts'

/** The parser takes up to three seconds for a hostile mebibyte; what people write is far smaller. */
export const yamlCharactersMax = 512 * 1024

export function readYaml(text: string): readonly Problem[] {
  if (text.length > yamlCharactersMax)
    throw new Error(`YAML longer than ${yamlCharactersMax} characters is not parsed`)
  const documents = parse(text)
  const errors = documents.flatMap((document) => document.errors)
  const first = errors[0]
  if (first?.code === 'RESOURCE_EXHAUSTION') return [tooDeep(first)]
  if (first !== undefined && isOnlyStrictness(text, first)) return []
  if (first !== undefined) return [syntaxProblem(first)]
  return documents
    .flatMap((document) => [...aliasProblems(document), ...duplicateKeys(document)])
    .slice(0, problemsMax)
}

function parse(text: string): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, {
    // What libyaml, and with it most programs, reads without complaint is no error here.
    strict: false,
    // The library compares every key with every other; ours are looked up.
    uniqueKeys: false,
    prettyErrors: false,
    // Values are not looked at, so `!Ref`, `!vault` and numbers are all alike.
    schema: 'failsafe',
    logLevel: 'silent',
  })
  return Array.isArray(documents) ? documents : []
}

/** The standard wants a quoted text's last line indented; libyaml, and with it most programs, does not. */
function isOnlyStrictness(text: string, error: YAMLError): boolean {
  const quote = /^Missing closing (["'])quote/.exec(error.message)?.[1]
  if (quote === undefined) return false
  const closing = text.indexOf(quote, error.pos[0])
  return closing !== -1 && /^[ \t\r]*(?:$|[\n#,\]}:])/.test(text.slice(closing + 1, closing + 200))
}

function tooDeep(error: YAMLError): Problem {
  return {
    rule: 'nested-too-deep',
    start: error.pos[0],
    end: error.pos[1],
    message: 'This YAML is nested so deep that parsers refuse it or crash on it. Flatten the structure.',
  }
}

function syntaxProblem(error: YAMLError): Problem {
  const what = words[error.code] ?? 'this does not fit the structure around it'
  const [start, end] = error.pos
  return {
    rule: 'yaml-syntax',
    start,
    end: Math.max(end, start + 1),
    message: `This is not valid YAML: ${what}.`,
  }
}

const words: Readonly<Record<string, string>> = {
  ALIAS_PROPS: 'an alias can carry neither an anchor nor a tag',
  BAD_ALIAS: 'a value that begins with * is an alias, and this is no name for one; quote the value',
  BAD_COLLECTION_TYPE: 'this tag does not fit the collection behind it',
  BAD_DIRECTIVE: 'this line is read as a directive and is not one',
  BAD_DQ_ESCAPE:
    'this backslash escape does not exist in double quotes; use single quotes or double the backslash',
  BAD_INDENT: 'this is indented less than the structure it belongs to, or a bracket before it is not closed',
  BAD_PROP_ORDER: 'the anchor or tag stands in the wrong place',
  BAD_SCALAR_START: 'a plain value cannot begin with this character; quote the value',
  BLOCK_AS_IMPLICIT_KEY:
    'a second key stands on the line of the first; quote the value or move it to a line of its own',
  BLOCK_IN_FLOW: 'an indented block cannot stand inside brackets; a bracket before it may be left open',
  COMMENT_SPACE: 'a comment needs a blank before its #',
  IMPOSSIBLE: 'this does not fit the structure around it',
  KEY_OVER_1024_CHARS: 'a key longer than 1024 characters is not allowed; a quote may be left open',
  MISSING_CHAR: 'a closing quote, bracket, comma or colon is missing',
  MULTILINE_IMPLICIT_KEY: 'a key may not run over several lines; a colon may be missing after it',
  MULTIPLE_ANCHORS: 'a value can have only one anchor',
  MULTIPLE_DOCS: 'a second document begins here',
  MULTIPLE_TAGS: 'a value can have only one tag',
  TAB_AS_INDENT: 'it is indented with a tab; YAML allows only blanks',
  TAG_RESOLVE_FAILED: 'this tag cannot be read',
  UNEXPECTED_TOKEN: 'something here does not belong to the structure around it',
}
