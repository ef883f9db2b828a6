/** `npm run chaos`: the service under everything that can happen to it, and whether it kept its promises. */
import { chaosUsage, readChaosOptions } from './chaos-options.ts'
import { renderChaosReport } from './chaos-report.ts'
import { runChaos } from './run-chaos.ts'

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => process.exit(130))

const options = readChaosOptions(process.argv.slice(2), Date.now() % 1_000_000)
if (options === null) {
  process.stderr.write(chaosUsage)
  process.exitCode = 2
} else {
  const isTerminal = process.stderr.isTTY
  const report = await runChaos(options, (words) => {
    if (isTerminal) process.stderr.write(`\r\x1b[K${words}`)
  })
  if (isTerminal) process.stderr.write('\r\x1b[K')
  process.stdout.write(renderChaosReport(report))
  process.exitCode = report.wrong.length === 0 ? 0 : 1
}
