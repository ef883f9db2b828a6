/** Data that lies in a repository to be broken: what a parser's tests are fed. */
export function isTestData(path: string): boolean {
  return /(?:^|\/)(?:tests?|__tests__|spec|specs|fixtures?|__fixtures__|test[-_]?data|test[-_]?files|test[-_]?cases|testcases|cases|corpus|corpora|fuzz|invalid|malformed|broken|bad|samples?|snapshots?|__snapshots__|golden|mocks?|syntax-tests|wrong)(?:\/|$)|(?:^|[/_.-])(?:invalid|malformed|broken|corrupt(?:ed)?|truncated)(?:[_.-]|$)/i.test(
    path,
  )
}
