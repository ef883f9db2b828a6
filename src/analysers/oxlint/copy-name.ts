/**
 * How a copy's name ends. oxlint tells languages, and files of tests, by it; and `parse`, which sees no path, learns
 * from it whether a file is a test (`4.test.ts`), sample code (`4.fixture.ts`) or neither.
 */
const extensions = new Set(['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'])
const declaration = /\.d\.(?:ts|mts|cts)$/
const test = /(?:^|\/)(?:__tests__|tests?|spec|e2e|cypress)\/|\.(?:test|spec|e2e|cy)\.[a-z]+$/
const fixture = /(?:^|\/)(?:__fixtures__|fixtures?|test-?data|__testfixtures__|testcases|snippets|samples?)\//

export function copyEnding(path: string): string {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  const known = extensions.has(extension) ? extension : 'js'
  if (declaration.test(path)) return `d.${known}`
  if (fixture.test(path)) return `fixture.${known}`
  return test.test(path) ? `test.${known}` : known
}

export function isTestCopy(name: string): boolean {
  return name.includes('.test.') || isFixtureCopy(name)
}

export function isFixtureCopy(name: string): boolean {
  return name.includes('.fixture.')
}
