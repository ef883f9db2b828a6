/** After the storm: until every webhook has its row, every job its end and every open head its review. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { VerifyParts } from './verify.ts'

const lookEveryMs = 500
/** So often in a row: between two jobs there may be a moment in which nothing waits. */
const quietLooks = 4

/** @returns what it still waits for when the time is over, in words; null when everything is quiet */
export async function waitForQuiet(
  parts: VerifyParts,
  timeMsMax: number,
  onLook: (waitsFor: string) => void,
): Promise<string | null> {
  const deadline = Date.now() + timeMsMax
  for (let quiet = 0; ; ) {
    const waitsFor = await unrest(parts)
    quiet = waitsFor === null ? quiet + 1 : 0
    if (quiet === quietLooks) return null
    if (Date.now() > deadline) return waitsFor ?? 'a moment of quiet'
    onLook(waitsFor ?? 'quiet')
    await sleep(lookEveryMs)
  }
}

async function unrest({ github, app, database, pulls }: VerifyParts): Promise<string | null> {
  const jobs = await database.ask<{ state: string; count: string }>(
    "select state, count(*) from jobs where state in ('waiting', 'parked', 'active') group by state",
  )
  const known = await database.ask<{ guid: string }>('select guid from deliveries')
  if (jobs === null || known === null) return 'the database'
  const guids = new Set(known.map(({ guid }) => guid))
  const missing = new Set(
    github
      .deliveries(app.appId)
      .map(({ guid }) => guid)
      .filter((guid) => !guids.has(guid)),
  ).size
  const unreviewed = pulls.filter(({ repository, number, isOpen }) => {
    if (!isOpen) return false
    const { checkRuns } = github.pull(repository, number)
    return checkRuns.length === 0 || checkRuns.some(({ status }) => status !== 'completed')
  }).length
  const words = [
    ...jobs.map(({ state, count }) => `${count} jobs ${state}`),
    ...(missing === 0 ? [] : [`${missing} deliveries not here`]),
    ...(unreviewed === 0 ? [] : [`${unreviewed} heads without a finished check`]),
  ]
  return words.length === 0 ? null : words.join(', ')
}
