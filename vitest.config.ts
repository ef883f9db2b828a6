import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { ClosingLineReporter } from './scripts/closing-line-reporter.ts'

const limits = {
  // Most of these tests wait for other processes; one for each core would leave a small machine idle.
  maxWorkers: availableParallelism() + 1,
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // The usual second is little on a busy machine.
  expect: { poll: { timeout: 20_000, interval: 20 } },
}

export default defineConfig({
  test: {
    ...limits,
    globalSetup: ['test/world/global-postgres.ts'],
    reporters: ['default', new ClosingLineReporter()],
    // In the order of their names: the long ones begin first, and the short ones fill what is left.
    projects: [
      { test: { ...limits, name: 'programs', include: ['test/**/*.test.ts'] } },
      {
        test: {
          ...limits,
          name: 'rooms',
          include: ['src/**/*.test.ts', 'bench/**/*.test.ts', 'sim/**/*.test.ts'],
          // Modules keep no state here, so that one process may load them once for many files.
          isolate: false,
          unstubEnvs: true,
          unstubGlobals: true,
          restoreMocks: true,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.test.ts', 'src/**/fixtures/**', 'src/rules/*/*/**'],
      reporter: ['text-summary', 'html', 'json-summary'],
    },
  },
})
