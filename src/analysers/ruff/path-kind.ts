/**
 * Whether a path is a test, where passwords and unsafe calls are meant, or an example or fixture, where in addition
 * names stay undefined and texts are broken on purpose.
 */
const exampleFolder = /(?:^|\/)(?:test_?data|fixtures?|examples?|samples?|snippets?|demos?|docs?)\//i
const testFolder = /(?:^|\/)(?:tests?|testing|benchmarks?)\//i
const testFile = /(?:^|\/)(?:test_[^/]*|[^/]*_tests?|conftest|tests?)\.pyi?$/

export function pathKind(path: string): 'code' | 'test' | 'example' {
  if (exampleFolder.test(path)) return 'example'
  return testFolder.test(path) || testFile.test(path) ? 'test' : 'code'
}
