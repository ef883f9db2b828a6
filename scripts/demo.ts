/**
 * `npm run demo`: the whole service on this machine, told as a timeline, then a page where the pull request can be
 * looked at and pushed to. With `--once` it ends after the story, with what the service was measured by.
 */
import { startSite } from '../sim/github/web/site.ts'
import { openStage, type Stage } from './demo/stage.ts'
import { tellKpis } from './demo/tell-kpis.ts'
import { author, repository, tellStory } from './demo/tell-story.ts'
import { createTimeline } from './demo/timeline.ts'

const isOnce = process.argv.slice(2).includes('--once')
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
// Whoever reads along has gone, as `head` does: the service and its database must not stay.
process.stdout.on('error', () => stop.abort())

const timeline = createTimeline({
  write: (text) => process.stdout.write(text),
  columns: process.stdout.columns,
})
timeline.say(
  'Everything here is on this machine: no account, no network. GitHub is\n' +
    'simulated; the language model is scripted: it follows written rules and\n' +
    'understands nothing.\n',
)
let stage: Stage | null = null
try {
  stage = await openStage()
  const number = await tellStory(stage, timeline, stop.signal)
  await (isOnce ? tellKpis(stage, timeline) : showPage(stage, number))
} catch (error) {
  if (!stop.signal.aborted) {
    process.exitCode = 1
    const words = error instanceof Error ? error.message : String(error)
    process.stderr.write(`\nThe demo came to a halt: ${words}\n`)
    const last = stage?.lastWords() ?? []
    if (last.length > 0)
      process.stderr.write(`The service said last:\n${last.map((line) => `  ${line}\n`).join('')}`)
  }
} finally {
  await stage?.close()
}
if (process.exitCode === undefined) timeline.tell('all processes have ended, and nothing is left behind')

async function showPage({ github, dataFolder }: Stage, number: number): Promise<void> {
  const site = await startSite({ github, viewer: author, repositories: [repository] })
  timeline.say(`\nLook at it, push to it, talk to the bot: ${site.url}/${repository}/pull/${number}`)
  timeline.say(`What it is measured by: npx autogen-bot kpi --data-folder ${dataFolder}`)
  timeline.say('Ctrl-C ends everything.')
  await new Promise<void>((resolve) => {
    if (stop.signal.aborted) resolve()
    stop.signal.addEventListener('abort', () => resolve())
  })
  await site.close()
}
