/** The child in which texts are outlined. It may crash, hang or run out of memory; the parent knows how far it came. */
import { openGrammars } from '../ast-grep/grammars.ts'
import { linesOf, sayLine } from '../host/lines.ts'
import { outlineText } from './outline-text.ts'
import { type OutlineRequest, readyLine } from './protocol.ts'

const grammars = await openGrammars()
sayLine(readyLine)
for await (const line of linesOf(process.stdin)) {
  const { language, text } = JSON.parse(line) as OutlineRequest
  sayLine(JSON.stringify(outlineText(grammars, language, text)))
}
