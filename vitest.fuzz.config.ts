import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import tests from './vitest.config.ts'

const alias = [
  { find: /^fast-check$/, replacement: join(import.meta.dirname, 'test', 'fuzz', 'fast-check.ts') },
]

/** `npm run fuzz -- src/config`: the tests with every property tried for FUZZ_SECONDS, not for a number of runs. */
export default defineConfig({
  test: {
    ...tests.test,
    projects: (tests.test?.projects ?? []).map((project) =>
      typeof project === 'object' && 'test' in project
        ? { ...project, resolve: { alias }, test: { ...project.test, testTimeout: 1_800_000 } }
        : project,
    ),
  },
})
