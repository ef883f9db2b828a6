/** `npm run drill -- gameday`: everything goes wrong, and the watch has to say what. */
import { drillUsage, readDrillOptions } from './drill-options.ts'
import { playGameDay } from './gameday.ts'
import { renderGameDay, wrongsOf } from './render-game-day.ts'

const options = readDrillOptions(process.argv.slice(2))
if (options === null) {
  process.stderr.write(drillUsage)
  process.exitCode = 2
} else {
  const isTerminal = process.stderr.isTTY
  const day = await playGameDay(options, (words) => {
    if (isTerminal) process.stderr.write(`\r\x1b[K${words}`)
  })
  if (isTerminal) process.stderr.write('\r\x1b[K')
  process.stdout.write(renderGameDay(day))
  process.exitCode = wrongsOf(day).length === 0 ? 0 : 1
}
