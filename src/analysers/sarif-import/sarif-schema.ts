/**
 * The part of SARIF 2.1.0 that is used here. Lenient on purpose: tools disagree about much of the format, so a field
 * of the wrong shape counts as missing, and only what a result cannot do without makes it malformed.
 */
import { z } from 'zod'

const text = lenient(z.string())
const index = lenient(z.int().nonnegative())
const position = lenient(z.int().positive())
const Message = z.object({ text, markdown: text, id: text, arguments: lenient(z.array(z.string())) })
const Properties = z.object({
  tags: lenient(z.array(z.string())),
  precision: text,
  'security-severity': lenient(z.union([z.string(), z.number()])),
})
const ComponentReference = z.object({ name: text, index })

export const Region = z.object({
  startLine: position,
  startColumn: position,
  endLine: position,
  endColumn: position,
  charOffset: lenient(z.int()),
  byteOffset: lenient(z.int()),
})
export type Region = z.infer<typeof Region>

export const ArtifactLocation = z.object({ uri: text, uriBaseId: text, index })
export type ArtifactLocation = z.infer<typeof ArtifactLocation>

const Taxon = z.object({ id: text, toolComponent: lenient(ComponentReference) })

export const Rule = z.object({
  id: z.string(),
  name: text,
  shortDescription: lenient(Message),
  fullDescription: lenient(Message),
  messageStrings: lenient(z.record(z.string(), lenient(Message))),
  defaultConfiguration: lenient(z.object({ level: text })),
  properties: lenient(Properties),
  relationships: lenient(z.array(lenient(z.object({ target: lenient(Taxon) })))),
})
export type Rule = z.infer<typeof Rule>

const Component = z.object({ name: text, rules: lenient(z.array(z.unknown())) })

const Replacement = z.object({ deletedRegion: lenient(Region), insertedContent: lenient(z.object({ text })) })
const ArtifactChange = z.object({
  artifactLocation: lenient(ArtifactLocation),
  replacements: lenient(z.array(Replacement)),
})
export const Fix = z.object({ artifactChanges: lenient(z.array(ArtifactChange)) })
export type Fix = z.infer<typeof Fix>

const Location = z.object({
  physicalLocation: lenient(
    z.object({ artifactLocation: lenient(ArtifactLocation), region: lenient(Region) }),
  ),
})

export const Result = z.object({
  ruleId: text,
  ruleIndex: index,
  rule: lenient(z.object({ id: text, index, toolComponent: lenient(ComponentReference) })),
  kind: text,
  level: text,
  baselineState: text,
  message: lenient(Message),
  locations: lenient(z.array(lenient(Location))),
  suppressions: lenient(z.array(lenient(z.object({ status: text })))),
  taxa: lenient(z.array(lenient(Taxon))),
  properties: lenient(Properties),
  fixes: lenient(z.array(lenient(Fix))),
})
export type Result = z.infer<typeof Result>

export const Run = z.object({
  tool: z.object({ driver: Component, extensions: lenient(z.array(lenient(Component))) }),
  results: lenient(z.array(z.unknown())),
  artifacts: lenient(z.array(z.unknown())),
  originalUriBaseIds: lenient(z.record(z.string(), lenient(ArtifactLocation))),
  columnKind: text,
})
export type Run = z.infer<typeof Run>

export const Log = z.object({ version: z.literal('2.1.0'), runs: z.array(z.unknown()) })
export type Log = z.infer<typeof Log>

function lenient<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined)
}
