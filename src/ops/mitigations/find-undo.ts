/** What takes back what an entry of the journal tells, unless it is no longer so. */
import { flip } from '../../domain/operations/flip.ts'
import { isSwitch, type Mitigation, type SwitchMitigation } from '../../domain/operations/mitigation.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { Mitigation as MitigationSchema } from './mitigation-schema.ts'
import type { MitigationFailure, MitigationParts } from './mitigations.ts'
import { inForce, readStoredSwitches, switchesSetting } from './stored-switches.ts'

export interface FoundUndo {
  readonly undo: SwitchMitigation
  readonly incident: number | null
}

export async function findUndo(
  { journal, settings, clock }: Pick<MitigationParts, 'journal' | 'settings' | 'clock'>,
  sequence: number,
): Promise<Outcome<FoundUndo, MitigationFailure>> {
  const [entry] = await journal.read(sequence - 1, 1)
  if (entry === undefined || entry.sequence !== sequence) {
    return refuse('unknown', `The journal has no entry ${sequence}.`, 'See "autogen-bot mitigate list".')
  }
  const done = switchIn(entry.detail.mitigation)
  const undo = switchIn(entry.detail.undo)
  if (!entry.action.startsWith('mitigation.') || done === null || undo === null) {
    return refuse(
      'not-undoable',
      `Entry ${sequence} (${entry.action}) has nothing that takes it back.`,
      'Only switches are taken back by their entry.',
    )
  }
  const switches = inForce(readStoredSwitches(await settings.read(switchesSetting)).switches, clock.now())
  // Doing it again would change something: it is not so any more.
  if (flip(switches, done) !== null) {
    return refuse(
      'changed-since',
      `What entry ${sequence} did is not in force any more.`,
      'See "autogen-bot mitigate list" for what is, and say what you want.',
    )
  }
  return succeed({ undo, incident: entry.incident })
}

function switchIn(value: unknown): SwitchMitigation | null {
  const read = MitigationSchema.safeParse(value)
  const mitigation: Mitigation | null = read.success ? read.data : null
  return mitigation !== null && isSwitch(mitigation) ? mitigation : null
}

function refuse(kind: MitigationFailure['kind'], message: string, remedy: string) {
  return fail<MitigationFailure>({ kind, message, remedy })
}
