/** `autogen-bot doctor` */
import type { Diagnosis } from '../../app/service/diagnosis.ts'
import { diagnose } from '../../app/service/doctor.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

const timeMs = 60_000
const marks = { good: 'ok    ', weak: 'WEAK  ', broken: 'BROKEN' } as const

/** Ends with 1 when something is broken. */
export function doctorCommand(
  flags: ServiceFlags & { readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const found = await diagnose(backbone, AbortSignal.timeout(timeMs))
    await terminal.answer(
      flags.format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : renderDiagnoses(found),
    )
    return found.some(({ verdict }) => verdict === 'broken') ? exitCodes.findings : exitCodes.done
  })
}

export function renderDiagnoses(found: readonly Diagnosis[]): string {
  const width = Math.max(...found.map(({ subject }) => subject.length))
  const lines = found.flatMap(({ subject, verdict, found: sentence, remedy }) => [
    `${marks[verdict]}  ${subject.padEnd(width)}  ${sentence}`,
    ...(remedy === null ? [] : [`${' '.repeat(width + 10)}${remedy}`]),
  ])
  return `${lines.map((line) => printable(line)).join('\n')}\n`
}
