/** A path's name may hold a line feed; in a list of names it must not begin a line. */
export function shownPath(path: string): string {
  return path.replaceAll('\n', '\\n')
}
