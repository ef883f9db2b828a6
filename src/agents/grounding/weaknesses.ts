/** Weaknesses by the words that people use for them: so that one defect is known under its number and under its name. */

export interface Weakness {
  readonly cwe: string
  /** As our analysers name the defect, where they do. */
  readonly defect: string
  /** In the lower case; any of them names it. */
  readonly words: readonly string[]
}

export const weaknesses: readonly Weakness[] = [
  {
    cwe: 'CWE-22',
    defect: 'path-traversal',
    words: ['path traversal', 'directory traversal', 'path-traversal'],
  },
  {
    cwe: 'CWE-78',
    defect: 'command-injection',
    words: ['command injection', 'shell injection', 'command-injection'],
  },
  { cwe: 'CWE-79', defect: 'xss', words: ['xss', 'cross-site scripting', 'unescaped html', 'inner-html'] },
  { cwe: 'CWE-89', defect: 'sql-injection', words: ['sql injection', 'sql-injection', 'query injection'] },
  { cwe: 'CWE-95', defect: 'eval', words: ['eval', 'code injection', 'dynamic code'] },
  { cwe: 'CWE-94', defect: 'eval', words: ['eval', 'code injection', 'arbitrary code'] },
  { cwe: 'CWE-295', defect: 'tls-off', words: ['certificate', 'tls verification', 'tls-off'] },
  { cwe: 'CWE-327', defect: 'weak-cipher', words: ['weak cipher', 'broken cipher', 'weak-cipher'] },
  { cwe: 'CWE-328', defect: 'weak-hash', words: ['weak hash', 'md5', 'sha1', 'sha-1', 'weak-hash'] },
  { cwe: 'CWE-338', defect: 'weak-random', words: ['weak random', 'math.random', 'predictable random'] },
  { cwe: 'CWE-352', defect: 'csrf', words: ['csrf', 'cross-site request forgery'] },
  {
    cwe: 'CWE-502',
    defect: 'unsafe-deserialization',
    words: ['deserialization', 'deserialisation', 'pickle', 'unsafe yaml'],
  },
  { cwe: 'CWE-601', defect: 'open-redirect', words: ['open redirect'] },
  { cwe: 'CWE-611', defect: 'xxe', words: ['xxe', 'external entit'] },
  {
    cwe: 'CWE-798',
    defect: 'hard-coded-credential',
    words: [
      'hard-coded credential',
      'hardcoded credential',
      'hard-coded password',
      'hardcoded password',
      'hardcoded secret',
      'hard-coded secret',
      'api key',
      'secret in',
    ],
  },
  { cwe: 'CWE-918', defect: 'ssrf', words: ['ssrf', 'server-side request forgery'] },
  {
    cwe: 'CWE-1333',
    defect: 'slow-regex',
    words: ['redos', 'catastrophic backtracking', 'slow regular expression'],
  },
  {
    cwe: 'CWE-476',
    defect: 'null-dereference',
    words: ['null dereference', 'nil dereference', 'null pointer', 'nil pointer', 'undefined dereference'],
  },
  {
    cwe: 'CWE-369',
    defect: 'division-by-zero',
    words: ['division by zero', 'divide by zero', 'divides by zero'],
  },
  { cwe: 'CWE-193', defect: 'off-by-one', words: ['off-by-one', 'off by one'] },
  { cwe: 'CWE-362', defect: 'race', words: ['race condition', 'data race'] },
  {
    cwe: 'CWE-489',
    defect: 'no-debugger',
    words: ['debugger', 'debug statement', 'debug-print', 'console.log'],
  },
  {
    cwe: 'CWE-570',
    defect: 'constant-condition',
    words: ['always false', 'constant condition', 'constant-condition'],
  },
  {
    cwe: 'CWE-571',
    defect: 'constant-condition',
    words: ['always true', 'constant condition', 'constant-condition'],
  },
]

/** The weaknesses that a text names. */
export function weaknessesIn(text: string): readonly Weakness[] {
  const lower = text.toLowerCase()
  return weaknesses.filter(({ words }) => words.some((word) => holdsWord(lower, word)))
}

function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (!/[a-z0-9]/.test(text[at - 1] ?? ' ')) return true
  return false
}
