/** What a game day showed, for people. */
import type { GameDay } from './gameday.ts'
import type { Played } from './play-fault.ts'

/** Sentences; empty when everything was as it has to be. */
export function wrongsOf({ falsePages, played, refusedPages, diedOf }: GameDay): readonly string[] {
  return [
    ...(diedOf === null
      ? []
      : [`The service did not live through: ${diedOf}. Its last words are in service.log (--keep).`]),
    ...falsePages.map((title) => `A page in the calm: ${title}`),
    ...(refusedPages > 0 ? [`${refusedPages} pages with a wrong signature.`] : []),
    ...played.filter(({ absence }) => absence === null).flatMap(wrongsOfOne),
  ]
}

function wrongsOfOne(one: Played): readonly string[] {
  const say = (isWrong: boolean, words: string) => (isWrong ? [`${one.fault}: ${words}`] : [])
  return [
    ...say(one.detectedMs === null, `${one.alert} did not fire.`),
    ...say(one.pagedMs === null, 'nobody was paged.'),
    ...say(
      one.pagedAs !== null && one.pagedAs !== one.severity,
      `paged as ${one.pagedAs}, not as ${one.severity}.`,
    ),
    ...say(one.diagnosis.run === 0, 'no diagnosis was run.'),
    ...say(one.clearedMs === null, 'it did not clear.'),
    ...say(one.strangers.length > 0, `${one.strangers.join(', ')} fired as well.`),
  ]
}

export function renderGameDay(day: GameDay): string {
  const wrongs = wrongsOf(day)
  const rows = day.played.map(row).join('')
  const head =
    '| fault | alert | severity | detected | paged | said | page of the runbook, read steps (failed) | mitigation | verification | cleared |\n|---|---|---|---:|---:|---|---|---|---|---:|\n'
  return `${day.calmMinutes} calm minutes: ${day.falsePages.length} pages. ${day.pushes} pushes under way. Times are the watch's, whose clock ran ${day.speed} times as fast; cleared counts from the mending.

${head}${rows}
${wrongs.length === 0 ? 'Every fault was detected, told and cleared as it has to be.' : wrongs.map((sentence) => `WRONG: ${sentence}`).join('\n')}
${day.folder === null ? '' : `Logs: ${day.folder}\n`}`
}

function row(one: Played): string {
  if (one.absence !== null) return `| ${one.fault} | not played: ${one.absence} |\n`
  const cells = [
    one.fault,
    one.alert,
    one.pagedAs ?? '-',
    duration(one.detectedMs),
    duration(one.pagedMs),
    one.said ?? '-',
    `${one.page ?? '-'}, ${one.diagnosis.run} (${one.diagnosis.failed})`,
    one.mitigation,
    one.verification,
    duration(one.clearedMs),
  ]
  return `| ${cells.join(' | ')} |\n`
}

function duration(ms: number | null): string {
  if (ms === null) return 'never'
  const seconds = Math.round(ms / 1_000)
  return seconds < 90 ? `${seconds} s` : `${(seconds / 60).toFixed(1)} min`
}
