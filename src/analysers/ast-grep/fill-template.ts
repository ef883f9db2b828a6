/** Messages and fixes name metavariables (`$QUERY`, `$$$ARGS`); here they become the code that the rule matched. */
const metaVariable = /\$(?:\$\$)?([A-Z_][A-Z0-9_]*)/g
const charactersMax = 60

export function fillTemplate(template: string, textOf: (name: string) => string): string {
  return template.replace(metaVariable, (_, name: string) => textOf(name))
}

/** Code as it may stand in a sentence: its first line, at most 60 characters. */
export function shortText(code: string | null): string {
  if (code === null) return '…'
  const firstLine = code.trim().split('\n', 1)[0]?.trimEnd() ?? ''
  const shown = firstLine.slice(0, charactersMax)
  const cut = shown.length < firstLine.length || firstLine.length < code.trim().length
  return cut ? `${shown.slice(0, charactersMax - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : shown
}
