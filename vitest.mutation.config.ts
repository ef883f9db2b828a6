/** What Stryker runs: the tests of the code that it changes, and no others. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'src/domain/diff/*.test.ts',
      'src/domain/selection/*.test.ts',
      'src/domain/finding/fingerprint.test.ts',
    ],
  },
})
