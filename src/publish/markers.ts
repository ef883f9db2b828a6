/**
 * What our comments say to ourselves, unseen. A marker counts only in a comment that the host calls ours, and only in
 * front of the first block of code: behind it stands what a change wrote.
 */
export type MarkerKind = 'finding' | 'rule' | 'review' | 'summary' | 'head' | 'gone' | 'answer' | 'agents'

const valuePattern = /^[\w./@#:-]{1,200}$/

/** @param value what the marker is about; nothing that could end the remark is let in */
export function marker(kind: MarkerKind, value = ''): string {
  const shown = valuePattern.test(value) ? ` ${value}` : ''
  return `<!-- autogen-bot:${kind}${shown} -->`
}

/** @returns the value (the empty string for a marker without one), or null when there is no such marker */
export function readMarker(body: string, kind: MarkerKind): string | null {
  const opening = `<!-- autogen-bot:${kind}`
  for (const line of body.split('\n')) {
    const text = line.trimEnd()
    if (/^\s{0,3}(?:```|~~~)/.test(text)) return null
    if (!text.startsWith(opening) || !text.endsWith(' -->')) continue
    const value = text.slice(opening.length, -' -->'.length)
    if (value === '') return ''
    if (value.startsWith(' ') && valuePattern.test(value.slice(1))) return value.slice(1)
  }
  return null
}
