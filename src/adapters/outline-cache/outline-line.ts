/**
 * One outline as one line: checksum, key, and numbers and names in flat lists. What was cut or scribbled over fails its
 * checksum. A line is read when somebody asks for what it holds, because of most files of a tree nobody does.
 */
import { crc32 } from 'node:zlib'
import { type Definition, definitionKinds, type Outline, type Reference } from '../../ports/syntax/syntax.ts'

export interface OutlineLine {
  readonly key: string
  readonly outline: Outline
}

const referenceKinds = ['call', 'type', 'import'] as const satisfies readonly Reference['kind'][]
const checksumDigits = 8

/** `key errors TAB [name, kind, line, endLine, signatureEndLine, parent or -1, ...] TAB [name, kind, line, ...]` */
type Flat = readonly (string | number)[]

export function writeOutlineLine(key: string, { definitions, references, errors }: Outline): string {
  const flatDefinitions: Flat = definitions.flatMap(
    ({ name, kind, line, endLine, signatureEndLine, parent }) => [
      name,
      definitionKinds.indexOf(kind),
      line,
      endLine,
      signatureEndLine,
      parent ?? -1,
    ],
  )
  const flatReferences: Flat = references.flatMap(({ name, kind, line }) => [
    name,
    referenceKinds.indexOf(kind),
    line,
  ])
  const content = Buffer.from(
    `${key} ${errors}\t${JSON.stringify(flatDefinitions)}\t${JSON.stringify(flatReferences)}`,
  )
  return `${checksumOf(content)} ${content.toString('utf8')}`
}

/** @returns null for a line that is not as it was written */
export function readOutlineLine(line: Buffer): OutlineLine | null {
  const content = line.subarray(checksumDigits + 1)
  const end = content.indexOf(32)
  if (end < 1 || checksumOf(content) !== line.toString('latin1', 0, checksumDigits)) return null
  const fields = content.subarray(end + 1)
  // Of another version, which wrote it differently.
  if (fields.indexOf(9) === -1 || fields.indexOf(9) === fields.lastIndexOf(9)) return null
  return { key: content.toString('utf8', 0, end), outline: lateOutline(fields) }
}

function checksumOf(content: Buffer): string {
  return crc32(content).toString(16).padStart(checksumDigits, '0')
}

function lateOutline(content: Buffer): Outline {
  const first = content.indexOf(9)
  const second = content.indexOf(9, first + 1)
  let definitions: readonly Definition[] | null = null
  let references: readonly Reference[] | null = null
  return {
    errors: Number(content.toString('latin1', 0, first)),
    get definitions() {
      definitions ??= readDefinitions(flat(content.subarray(first + 1, second)))
      return definitions
    },
    get references() {
      references ??= readReferences(flat(content.subarray(second + 1)))
      return references
    },
  }
}

function flat(json: Buffer): Flat {
  return JSON.parse(json.toString('utf8')) as Flat
}

function readDefinitions(flatDefinitions: Flat): readonly Definition[] {
  const definitions: Definition[] = []
  for (let at = 0; at + 5 < flatDefinitions.length; at += 6) {
    const parent = flatDefinitions[at + 5] as number
    definitions.push({
      name: flatDefinitions[at] as string,
      kind: definitionKinds[flatDefinitions[at + 1] as number] ?? 'variable',
      line: flatDefinitions[at + 2] as number,
      endLine: flatDefinitions[at + 3] as number,
      signatureEndLine: flatDefinitions[at + 4] as number,
      parent: parent === -1 ? null : parent,
    })
  }
  return definitions
}

function readReferences(flatReferences: Flat): readonly Reference[] {
  const references: Reference[] = []
  for (let at = 0; at + 2 < flatReferences.length; at += 3) {
    references.push({
      name: flatReferences[at] as string,
      kind: referenceKinds[flatReferences[at + 1] as number] ?? 'call',
      line: flatReferences[at + 2] as number,
    })
  }
  return references
}
