/** Sets a switch for every process, over what it was when it was looked at, and wakes up what it held. */
import { flip } from '../../domain/operations/flip.ts'
import type { Mitigation, SwitchMitigation } from '../../domain/operations/mitigation.ts'
import { marksOf, type Switches } from '../../domain/operations/switches.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { mitigationWords } from './mitigation-words.ts'
import type { MitigationDone, MitigationFailure, MitigationParts, MitigationRequest } from './mitigations.ts'
import { releaseHeld } from './release-held.ts'
import { inForce, readStoredSwitches, type StoredSwitches, switchesSetting } from './stored-switches.ts'

type SwitchRequest = MitigationRequest & { readonly mitigation: SwitchMitigation }

const triesMax = 5

export async function changeSwitch(
  parts: MitigationParts,
  request: SwitchRequest,
  undoes: number | null,
): Promise<Outcome<MitigationDone, MitigationFailure>> {
  const { settings, journal, clock } = parts
  const { mitigation, actor, reason, incident } = request
  for (let tries = 0; tries < triesMax; tries += 1) {
    const value = await settings.read(switchesSetting)
    const stored = readStoredSwitches(value)
    const before = inForce(stored.switches, clock.now())
    const flipped = flip(before, mitigation)
    if (flipped === null) return succeed({ entry: null, undo: null, note: 'It is so already.' })
    const { sequence } = await journal.append({
      at: clock.now(),
      actor,
      action: `mitigation.${mitigation.kind}`,
      subject: mitigationWords(mitigation),
      incident,
      detail: { reason, mitigation, undo: flipped.undo, ...(undoes === null ? {} : { undoes }) },
    })
    const cause = { by: actor.name, at: clock.now(), reason, incident, entry: sequence }
    const next = withCauses(stored, before, flipped.after, cause)
    if (!(await settings.replace(switchesSetting, value, next))) continue
    const note = await takeEffect(parts, mitigation, flipped.after)
    return succeed({ entry: sequence, undo: flipped.undo, note })
  }
  return fail({
    kind: 'changed-since',
    message: 'Somebody else changes the switches at the same time.',
    remedy: 'Look at "autogen-bot mitigate list", and try again.',
  })
}

/** What was on stays somebody else's doing; what is new or different is this one's. */
function withCauses(
  stored: StoredSwitches,
  before: Switches,
  after: Switches,
  cause: StoredSwitches['causes'][string],
): StoredSwitches {
  const known = new Set(marksOf(before))
  const isChanged = (mark: string) =>
    !known.has(mark) ||
    (mark === 'concurrency' && before.concurrency !== after.concurrency) ||
    (mark === 'log-level' && before.logLevel !== after.logLevel)
  const causes = marksOf(after).map((mark) => [mark, isChanged(mark) ? cause : stored.causes[mark]] as const)
  return {
    switches: after,
    causes: Object.fromEntries(causes.filter(([, known]) => known !== undefined)) as StoredSwitches['causes'],
  }
}

/** Each process looks by itself; what can be done at once from here is done at once. */
async function takeEffect(parts: MitigationParts, mitigation: Mitigation, after: Switches): Promise<string> {
  const { queue } = parts
  switch (mitigation.kind) {
    case 'pause-intake':
    case 'resume-intake': {
      const told = await (mitigation.kind === 'pause-intake' ? queue.pause() : queue.resume())
      return told.ok
        ? 'It holds now.'
        : `It holds as soon as the queue can be reached. ${told.failure.message}`
    }
    case 'unshed-lanes':
    case 'resume-installation':
    case 'resume-repository': {
      const released = await releaseHeld(parts, after)
      return released === 1 ? '1 job waits again.' : `${released} jobs wait again.`
    }
    default:
      return 'Every process takes it up within a few seconds.'
  }
}
