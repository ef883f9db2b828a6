/** Sizes and contents of objects, straight from the object database: no filters, no line-ending conversion. */
import type { ObjectName } from '../../domain/change/changed-entry.ts'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import type { SourceFailure } from '../../ports/source/source.ts'
import { git } from './git-command.ts'
import type { NeutralRepository } from './neutral-repository.ts'

export async function readSizes(
  repository: NeutralRepository,
  objects: readonly ObjectName[],
  signal: AbortSignal,
): Promise<Outcome<ReadonlyMap<ObjectName, number>, SourceFailure>> {
  if (objects.length === 0) return succeed(new Map())
  const answer = await git({
    args: ['cat-file', '--batch-check', '--buffer'],
    ...repository,
    stdin: objects.map((object) => `${object}\n`).join(''),
    signal,
  })
  if (!answer.ok) return answer
  const sizes = new Map<ObjectName, number>()
  for (const line of answer.value.stdout.toString('latin1').split('\n')) {
    const found = /^([0-9a-f]+) blob (\d+)$/.exec(line)
    if (found !== null) sizes.set(found[1] as ObjectName, Number(found[2]))
  }
  return succeed(sizes)
}

export async function readObjects(
  repository: NeutralRepository,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Outcome<ReadonlyMap<ObjectName, Buffer>, SourceFailure>> {
  if (names.length === 0) return succeed(new Map())
  const answer = await git({
    args: ['cat-file', '--batch', '--buffer'],
    ...repository,
    stdin: names.map((name) => `${name}\n`).join(''),
    signal,
  })
  return answer.ok ? succeed(parseBatch(answer.value.stdout)) : answer
}

/** `name type size LF content LF`, or `name missing LF`. */
function parseBatch(output: Buffer): ReadonlyMap<ObjectName, Buffer> {
  const contents = new Map<ObjectName, Buffer>()
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at)
    if (end === -1) break
    const found = /^([0-9a-f]+) blob (\d+)$/.exec(output.toString('latin1', at, end))
    at = end + 1
    if (found === null) continue
    const size = Number(found[2])
    contents.set(found[1] as ObjectName, output.subarray(at, at + size))
    at += size + 1
  }
  return contents
}
