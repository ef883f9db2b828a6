/** How near two files are in the tree: what is meant by a name is mostly next door. */

import { compareText } from '../../domain/text/compare-text.ts'

/** 0 for the same file, 1 for the same folder, then by how many folders one has to walk from the one to the other. */
function distanceBetween(path: string, near: string): number {
  if (path === near) return 0
  const [from, to] = [near.split('/'), path.split('/')]
  let shared = 0
  while (shared < from.length - 1 && shared < to.length - 1 && from[shared] === to[shared]) shared += 1
  return 1 + (from.length - 1 - shared) + (to.length - 1 - shared)
}

export function byNearness<Place extends { readonly path: string }>(
  near: string,
): (a: Place, b: Place) => number {
  const known = new Map<string, number>()
  const distance = (path: string): number => {
    const before = known.get(path)
    if (before !== undefined) return before
    const steps = distanceBetween(path, near)
    known.set(path, steps)
    return steps
  }
  return (a, b) => distance(a.path) - distance(b.path) || compareText(a.path, b.path)
}
