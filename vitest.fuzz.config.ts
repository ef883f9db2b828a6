import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import tests from './vitest.config.ts'

/** `npm run fuzz -- src/config`: the tests with every property tried for FUZZ_SECONDS, not for a number of runs. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^fast-check$/, replacement: join(import.meta.dirname, 'test', 'fuzz', 'fast-check.ts') },
    ],
  },
  test: { ...tests.test, testTimeout: 1_800_000 },
})
