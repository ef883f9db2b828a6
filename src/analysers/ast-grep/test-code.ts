/** Whether a path names tests, examples or test data, where a password or a weak hash is usually there on purpose. */
const folders = new Set([
  'test',
  'tests',
  'testing',
  'testdata',
  'test-data',
  '__tests__',
  '__mocks__',
  'spec',
  'specs',
  'e2e',
  'cypress',
  'fixtures',
  '__fixtures__',
  'mocks',
  'example',
  'examples',
  'samples',
  'demo',
  'demos',
  'bench',
  'benches',
  'benchmark',
  'benchmarks',
])
const fileNames = [
  /^test_/,
  /_test\.\w+$/,
  /_spec\.\w+$/,
  /[.-](?:test|spec|e2e|stories)\.\w+$/,
  /^conftest\.py$/,
  /Tests?\.\w+$/,
  /IT\.java$/,
]

export function isTestCode(path: string): boolean {
  const parts = path.split('/')
  const name = parts.pop() ?? ''
  return (
    parts.some((part) => folders.has(part.toLowerCase())) || fileNames.some((pattern) => pattern.test(name))
  )
}
