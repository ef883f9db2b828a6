/** How the service did while the story was told: its own figures, asked for as an operator would. */
import type { Stage } from './stage.ts'
import type { Detail, Timeline } from './timeline.ts'

/** After the service has ended: figures are looked at every ten seconds, and once more at the end. */
export async function tellKpis(stage: Stage, timeline: Timeline): Promise<void> {
  await stage.stopService()
  const { exitCode, stdout, stderr } = await stage.command('kpi', '--window', '1h')
  if (exitCode !== 0) throw new Error(`autogen-bot kpi: ${stderr.trim()}`)
  timeline.tell('the service has ended; what it was measured by: autogen-bot kpi', readable(stdout))
}

/** Each indicator in one line: the parts of some, by lane or route, are left out; why one has no value is not. */
function readable(text: string): readonly Detail[] {
  const lines = text.split('\n').filter((line) => line !== '')
  const reasonsFrom = lines.indexOf('Without a value:')
  return lines.flatMap((line, at): readonly Detail[] => {
    if (!line.startsWith('  ')) return [{ row: line }]
    return reasonsFrom !== -1 && at > reasonsFrom ? [`- ${line.trim()}`] : []
  })
}
