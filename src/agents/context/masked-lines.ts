/**
 * Lines of a text with its secrets taken out. A secret may run over several lines (a private key), so the whole text is
 * masked and cut into lines where the original has its line feeds: numbers stay those of the file.
 */

const lineCharactersMax = 2_000

/** The text that ends in LF has no empty last line. */
export function maskedLines(text: string, mask: (text: string) => string): readonly string[] {
  if (text === '') return []
  const lines = text.split('\n')
  if (lines[lines.length - 1] === '') lines.pop()
  const masked = mask(text)
  if (masked === text) return lines
  // A mask that keeps no places cannot be brought back to lines; then each line is masked by itself as well.
  if (masked.length !== text.length) return lines.map((line) => mask(line))
  let from = 0
  return lines.map((line) => {
    const shown = masked.slice(from, from + line.length)
    from += line.length + 1
    return shown
  })
}

export function isLongLine(line: string): boolean {
  return line.length > lineCharactersMax
}

/** A line that a person would not read to its end, cut with a mark that says so. */
export function cutLine(line: string): string {
  if (!isLongLine(line)) return line
  // Not between the halves of one character.
  const end = /[\ud800-\udbff]/.test(line[lineCharactersMax - 1] ?? '')
    ? lineCharactersMax - 1
    : lineCharactersMax
  return `${line.slice(0, end)} …[cut here: ${line.length - end} more characters]`
}
