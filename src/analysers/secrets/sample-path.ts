/** Folders and names where invented values are the rule: tests, fixtures, samples, documentation. */
const sampleFolder =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|testdata|testing|test[-_]?(?:data|files|fixtures|resources|support|utils?)|fixtures?|mocks?|stubs?|samples?|examples?|demos?|docs?|documentation|features|e2e|integration|benchmarks?|cassettes)\//i
const sampleName =
  /(?:^|[._-])(?:test|tests|spec|mock|fixture|example|sample|template|dist)(?:[._-][\w.-]*)?$|_test\.\w+$|Tests?\.\w+$|(?:^|\/)test_[^/]*$/

export function isSamplePath(path: string): boolean {
  return sampleFolder.test(path) || sampleName.test(path.slice(path.lastIndexOf('/') + 1))
}
