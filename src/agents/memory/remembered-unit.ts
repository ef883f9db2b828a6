/** The shape in which a unit's outcome is kept. What does not read is as good as not there. */
import { z } from 'zod'
import type { ArguedClaim } from '../../domain/agents/claim.ts'
import { speakers, stances } from '../../domain/agents/voice.ts'
import { categories, severities } from '../../domain/finding/severity.ts'

const place = {
  path: z.string(),
  side: z.enum(['RIGHT', 'LEFT']),
  /** From the unit's first line, which is 1; it may lie above. Of another file: as it is. */
  line: z.int(),
  endLine: z.int(),
  quote: z.string(),
}

const RememberedClaim = z.object({
  claim: z.object({
    id: z.string(),
    ...place,
    title: z.string(),
    message: z.string(),
    severity: z.enum(severities),
    category: z.enum(categories),
    cwe: z.array(z.string()),
    confidence: z.number(),
    replacement: z.string().nullable(),
    evidence: z.array(z.object(place)),
  }),
  by: z.enum(speakers),
  voices: z.array(
    z.object({
      speaker: z.enum(speakers),
      round: z.int(),
      stance: z.enum(stances),
      text: z.string(),
    }),
  ),
  outcome: z.enum(['upheld', 'refuted', 'withdrawn']),
  reason: z.string(),
})

export const RememberedUnit = z.object({
  claims: z.array(RememberedClaim),
  owesWhole: z.boolean().default(false),
})
export interface RememberedUnit {
  readonly claims: readonly ArguedClaim[]
  /** The pass over the whole of the change that it was a part of did not come to its end. */
  readonly owesWhole: boolean
}
