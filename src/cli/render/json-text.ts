/**
 * JSON that is also safe to see: what no terminal should get raw is written as the escape that JSON has for it, and so is
 * what the runner of a job would obey anywhere in a line. Nothing is lost.
 */
import { replaceUnprintable } from '../../domain/text/printable.ts'

export function jsonText(value: unknown): string {
  // Line by line, because the line breaks between the values are the only unprintable characters outside strings.
  const lines = JSON.stringify(value, null, 2).split('\n')
  return `${lines.map((line) => replaceUnprintable(line, escapeUnits).replaceAll('##[', '#\\u0023[')).join('\n')}\n`
}

function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
