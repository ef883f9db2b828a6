import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { ClosingLineReporter } from './scripts/closing-line-reporter.ts'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts', 'sim/**/*.test.ts'],
    globalSetup: ['test/world/global-postgres.ts'],
    reporters: ['default', new ClosingLineReporter()],
    // Most of these tests wait for other processes; one at a time would leave a small machine idle.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.test.ts', 'src/**/fixtures/**', 'src/rules/*/*/**'],
      reporter: ['text-summary', 'html', 'json-summary'],
    },
  },
})
