/** A tool that cannot do what was asked says so in a sentence that helps to ask better. */
import type { ToolAnswer } from './tool.ts'

export function failed(text: string): ToolAnswer {
  return { about: { failed: 'yes' }, text }
}
