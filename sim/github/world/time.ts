/** GitHub writes times in whole seconds of UTC. */
export function iso(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\.\d{3}Z$/, 'Z')
}
