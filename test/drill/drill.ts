/** `npm run drill -- gameday`: everything goes wrong, and the watch has to say what. */
import { drillUsage, readDrillOptions } from './drill-options.ts'
import { playGameDay } from './gameday.ts'
import { renderGameDay, wrongsOf } from './render-game-day.ts'

const options = readDrillOptions(process.argv.slice(2))
if (options === null) {
  process.stderr.write(drillUsage)
  process.exitCode = 2
} else {
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stopping.abort())
  const isTerminal = process.stderr.isTTY
  let last = ''
  const tell = (words: string) => {
    if (isTerminal) process.stderr.write(`\r\x1b[K${words}`)
    else if (words !== last && !words.startsWith('calm for')) process.stderr.write(`${words}\n`)
    last = words
  }
  const day = await playGameDay(options, tell, stopping.signal)
  if (isTerminal) process.stderr.write('\r\x1b[K')
  if (day !== null) process.stdout.write(renderGameDay(day))
  process.exit(day === null ? 130 : wrongsOf(day).length === 0 ? 0 : 1)
}
