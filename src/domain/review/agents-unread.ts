/**
 * What a line of the coverage says of a file that analysers read and agents did not, or not all of it. It stands at the
 * end of the line's reason, so that what analysers could not read is still told apart from it.
 */
const beginning = 'The agents did not read all of it: '

export function agentsUnread(reason: string): string {
  return `${beginning}${reason}`
}

/** The rest of a coverage line's reason; null when nothing is left of it. */
export function withoutAgentsUnread(reason: string | null): string | null {
  const at = reason?.indexOf(beginning) ?? -1
  return reason === null || at === -1 ? reason : reason.slice(0, at).trimEnd() || null
}
