/**
 * Whether JSON is nested deeper than so many levels: no answer that was asked for is, and whoever writes one down or checks
 * its shape would do it by recursion, up to the end of the stack.
 */
export function isNestedDeeper(value: unknown, depthMax: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) return true
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return false
}
