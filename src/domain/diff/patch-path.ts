/** Paths in patch headers: `a/` and `b/` in front, in C quotes when they hold odd bytes. */
import type { PathBytes } from '../path/path-bytes.ts'

const named: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
}

/** @param written a byte string, e.g. `plain` or `"with\ttab \303\251"` */
export function unquotePath(written: string): PathBytes {
  if (!written.startsWith('"') || !written.endsWith('"') || written.length < 2) return written as PathBytes
  return written
    .slice(1, -1)
    .replaceAll(/\\(?:([0-7]{3})|(.))/gs, (_, octal: string | undefined, letter: string | undefined) =>
      String.fromCharCode(
        octal === undefined ? (named[letter ?? ''] ?? 63) : Number.parseInt(octal, 8) & 0xff,
      ),
    ) as PathBytes
}

/**
 * Both paths of `diff --git a/x b/x`. Without quotes the line is ambiguous when the name holds ` b/`; since git prints
 * it unquoted only when rename headers or equal names follow, the split into equal halves is the one that is right.
 */
export function readPatchPaths(line: string): { readonly oldPath: PathBytes; readonly newPath: PathBytes } {
  const written = line.slice('diff --git '.length)
  const [first, second] =
    written.startsWith('"') || written.endsWith('"') ? splitQuoted(written) : splitPlain(written)
  return { oldPath: withoutPrefix(first), newPath: withoutPrefix(second) }
}

function splitQuoted(written: string): readonly [string, string] {
  if (!written.startsWith('"')) {
    const at = written.indexOf(' "')
    return [written.slice(0, at), written.slice(at + 1)]
  }
  let end = 1
  while (end < written.length && written[end] !== '"') end += written[end] === '\\' ? 2 : 1
  return [written.slice(0, end + 1), written.slice(end + 2)]
}

function splitPlain(written: string): readonly [string, string] {
  const middle = (written.length - 1) / 2
  const halves = [written.slice(0, middle), written.slice(middle + 1)] as const
  if (written[middle] === ' ' && halves[0].slice(2) === halves[1].slice(2)) return halves
  const at = written.indexOf(' b/')
  return at === -1 ? [written, written] : [written.slice(0, at), written.slice(at + 1)]
}

function withoutPrefix(written: string): PathBytes {
  return unquotePath(written).slice(2) as PathBytes
}
