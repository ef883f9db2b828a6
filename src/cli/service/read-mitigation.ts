/** From the words of `autogen-bot mitigate` to what is meant. */
import { type Lane, lanes, parseLane } from '../../domain/job/lane.ts'
import {
  concurrencyMax,
  logLevelMsMax,
  type Mitigation,
  workersMax,
} from '../../domain/operations/mitigation.ts'
import { switchableLogLevels } from '../../domain/operations/switches.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { readDuration } from './read-duration.ts'

/** What stands on the command line, before anybody is asked. */
export type MitigationWords =
  | { readonly kind: 'fixed'; readonly mitigation: Mitigation }
  | { readonly kind: 'installation'; readonly isPause: boolean; readonly text: string }
  | { readonly kind: 'repository'; readonly isPause: boolean; readonly text: string }

export type Refusal = { readonly message: string; readonly remedy: string }

export type Read = Outcome<MitigationWords, Refusal>

export function fixed(mitigation: Mitigation): Read {
  return succeed({ kind: 'fixed', mitigation })
}

export function lanesFrom(kind: 'shed-lanes' | 'unshed-lanes', texts: readonly string[]): Read {
  const parsed = texts.map(parseLane)
  const known = parsed.filter((lane): lane is Lane => lane !== null)
  return known.length === texts.length
    ? fixed({ kind, lanes: known })
    : fail({ message: 'There is no such lane.', remedy: `The lanes are ${lanes.join(', ')}.` })
}

export function concurrencyFrom(text: string): Read {
  if (text === 'configured') return fixed({ kind: 'set-concurrency', jobs: null })
  const jobs = wholeNumber(text)
  return jobs !== null && jobs <= concurrencyMax
    ? fixed({ kind: 'set-concurrency', jobs })
    : fail({
        message: 'This is no number of jobs.',
        remedy: `Give one from 0 to ${concurrencyMax}, or "configured".`,
      })
}

export function logLevelFrom(text: string, forText: string, now: number): Read {
  if (text === 'configured') return fixed({ kind: 'set-log-level', level: null, until: 0 })
  const level = switchableLogLevels.find((one) => one === text)
  const forMs = readDuration(forText)
  if (level === undefined || forMs === null || forMs > logLevelMsMax) {
    return fail({
      message: 'The log cannot be set to this.',
      remedy: `Give ${switchableLogLevels.join(', ')} or "configured", and --for with a time such as 30m, 24h at most.`,
    })
  }
  return fixed({ kind: 'set-log-level', level, until: now + forMs })
}

export function pageMoreFrom(incident: string | undefined): Read {
  const id = wholeNumber(incident ?? '')
  return id !== null && id > 0
    ? fixed({ kind: 'page-more', incident: id })
    : fail({ message: 'People are called about an incident.', remedy: 'Name it with --incident.' })
}

export function workersFrom(text: string): Read {
  const workers = wholeNumber(text)
  return workers !== null && workers <= workersMax
    ? fixed({ kind: 'scale', workers })
    : fail({ message: 'This is no number of workers.', remedy: `Give one from 0 to ${workersMax}.` })
}

export function wholeNumber(text: string): number | null {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : null
}
