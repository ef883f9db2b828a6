/** Which files hold tests, and of what, as projects in each language are used to name them. */

const testFolder = /(?:^|\/)(?:tests?|specs?|__tests__|testing|e2e|testdata)\//i
const testName =
  /(?:^|\/)(?:test_[^/]+|[^/]+(?:[._-](?:test|tests|spec|specs)|_test|_spec)\.[^/.]+|[^/]*(?:Test|Tests|Spec|IT)\.(?:java|kt|cs|scala|swift|php)|conftest\.py)$/

export function isTestPath(path: string): boolean {
  return testName.test(path) || testFolder.test(path)
}

/** What a file's tests and the file itself have in common: `src/cart/sum-prices.test.ts` and `sum-prices.ts` share a stem. */
export function testStem(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const stem = name
    .replace(/\.[^.]*$/, '')
    .replace(/^test_/, '')
    .replace(/[._-](?:test|tests|spec|specs)$/i, '')
    .replace(/(?<=.)(?:Tests?|Spec|IT)$/, '')
  return stem.toLowerCase()
}
