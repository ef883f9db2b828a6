/** At most so many UTF-16 code units, whole characters, with a sign at the end where something was cut off. */
export function cutText(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text
  if (charactersMax < 1) return ''
  const begin = text.slice(0, charactersMax - 1).replace(/[\ud800-\udbff]$/, '')
  return `${begin.trimEnd()}…`
}
