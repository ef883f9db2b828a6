/** Colours, or none, decided once by whoever asks for a rendering. */
import { styleText } from 'node:util'
import type { Severity } from '../../domain/finding/severity.ts'

type Style = Parameters<typeof styleText>[0]

export interface Paint {
  severity(severity: Severity, text: string): string
  path(text: string): string
  faint(text: string): string
  strong(text: string): string
  added(text: string): string
  removed(text: string): string
}

const severityStyles: Readonly<Record<Severity, Style>> = {
  critical: ['bold', 'redBright'],
  high: ['bold', 'red'],
  medium: ['bold', 'yellow'],
  low: ['bold', 'blue'],
}

export function createPaint(hasColour: boolean): Paint {
  const paint = (style: Style, text: string) =>
    hasColour ? styleText(style, text, { validateStream: false }) : text
  return {
    severity: (severity, text) => paint(severityStyles[severity], text),
    path: (text) => paint(['bold', 'underline'], text),
    faint: (text) => paint('dim', text),
    strong: (text) => paint('bold', text),
    added: (text) => paint('green', text),
    removed: (text) => paint('red', text),
  }
}
