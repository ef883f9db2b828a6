import { expect, test } from 'vitest'
import { z } from 'zod'
import { plainSchema } from './plain-schema.ts'

test('bounds are left to our own check, kinds and choices stay', () => {
  const schema = z.toJSONSchema(
    z.object({
      path: z.string().min(1).max(400).describe('A path.'),
      line: z.int().min(1),
      side: z.enum(['LEFT', 'RIGHT']),
      replacement: z.string().nullable(),
      evidence: z.array(z.object({ quote: z.string().regex(/^x/) })).max(5),
    }),
  )
  expect(plainSchema(schema)).toMatchInlineSnapshot(`
    {
      "additionalProperties": false,
      "properties": {
        "evidence": {
          "items": {
            "additionalProperties": false,
            "properties": {
              "quote": {
                "type": "string",
              },
            },
            "required": [
              "quote",
            ],
            "type": "object",
          },
          "type": "array",
        },
        "line": {
          "type": "integer",
        },
        "path": {
          "description": "A path.",
          "type": "string",
        },
        "replacement": {
          "type": [
            "string",
            "null",
          ],
        },
        "side": {
          "enum": [
            "LEFT",
            "RIGHT",
          ],
          "type": "string",
        },
      },
      "required": [
        "path",
        "line",
        "side",
        "replacement",
        "evidence",
      ],
      "type": "object",
    }
  `)
})

test('what cannot be said everywhere is asked for in words', () => {
  const open = z.toJSONSchema(z.object({ any: z.record(z.string(), z.string()) }))
  const optional = z.toJSONSchema(z.object({ a: z.string().optional() }))
  const node: z.ZodType = z.object({ next: z.lazy(() => node.nullable()) })
  expect([open, optional, z.toJSONSchema(node)].map(plainSchema)).toEqual([null, null, null])
})
