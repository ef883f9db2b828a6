/** What parent and child say to each other, a line each: requests, and for each an outline or `null`. */
import type { Outline, SyntaxText } from '../../ports/syntax/syntax.ts'

export type OutlineRequest = SyntaxText
export type OutlineAnswer = Outline | null

/** The child's first line, once its parsers are loaded: what follows is the time of the texts alone. */
export const readyLine = '"ready"'

/** Longer texts are written by programs, and need not be sent. */
export const charactersMax = 1_048_576
