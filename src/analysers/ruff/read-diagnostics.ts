/** What ruff says of a text, as far as it is used. Anything else is an error, so that no report is lost in silence. */
import { z } from 'zod'

const Place = z.object({ row: z.int().positive(), column: z.int().positive() })

const Edit = z.object({ content: z.string().nullable(), location: Place, end_location: Place })

const Diagnostic = z.object({
  code: z.string(),
  message: z.string(),
  start_location: Place,
  end_location: Place,
  fix: z.object({ edits: z.array(Edit) }).nullable(),
})
export type Diagnostic = z.infer<typeof Diagnostic>

const Diagnostics = z.array(Diagnostic)

export function readDiagnostics(value: unknown): readonly Diagnostic[] {
  return Diagnostics.parse(value)
}
