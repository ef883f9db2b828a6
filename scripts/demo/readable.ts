/** Markdown without its marks, line by line. */
export function readable(body: string): readonly string[] {
  return body
    .replace(/<!--[\s\S]*?-->/g, '')
    .split('\n')
    .map((line) =>
      line
        .replace(/\*\*|`|^#+ /g, '')
        .replace(/\\(?=[!-/:-@[-`{-~])/g, '')
        .trim(),
    )
    .filter((line) => line !== '')
}

export function firstSentence(text: string): string {
  return text.replace(/(?<=[.!?]) .*$/, '')
}
