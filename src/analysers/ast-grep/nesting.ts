/**
 * How deep pairs of brackets nest in a text, told without a parser. Rules look at all that is inside of a call, so
 * calls inside of calls cost the square of their depth; people nest ten, generated code a hundred, and only an attack
 * thousands. Brackets that are never closed do not count: texts and encoded data in strings are full of them.
 */
export const nestingMax = 1000

export function nestingDepth(text: string): number {
  /** Closing brackets that are waited for, and how deep the pairs inside of each already nest. */
  const awaited: number[] = []
  const inside: number[] = [0]
  const open = new Map<number, number>([
    [41, 0],
    [93, 0],
    [125, 0],
  ])
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 40 || code === 91 || code === 123) {
      const closing = code === 40 ? 41 : code + 2
      awaited.push(closing)
      inside.push(0)
      open.set(closing, (open.get(closing) ?? 0) + 1)
    } else if ((open.get(code) ?? 0) > 0) {
      // What was opened since and is still open was a bracket in a text.
      for (let closed = 0; closed !== code; ) {
        closed = awaited.pop() ?? code
        open.set(closed, (open.get(closed) ?? 0) - 1)
        const depth = (inside.pop() ?? 0) + (closed === code ? 1 : 0)
        inside.push(Math.max(inside.pop() ?? 0, depth))
      }
    }
  }
  return inside.reduce((deepest, depth) => Math.max(deepest, depth), 0)
}
