/** A script as commands, cut well enough to see who reads whose output. Offsets are those of the whole file. */
export interface ShellCommand {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Each entry is one pipeline: the commands between `|`, in order. Quotes are respected, comments dropped. */
export function pipelinesOf(source: string, from: number, to: number): readonly (readonly ShellCommand[])[] {
  const pipelines: ShellCommand[][] = []
  let commands: ShellCommand[] = []
  let start = from
  let quote = ''

  function endCommand(at: number): void {
    const text = source.slice(start, at)
    if (text.trim() !== '')
      commands.push({
        text,
        start: start + text.length - text.trimStart().length,
        end: start + text.trimEnd().length,
      })
  }
  function endPipeline(at: number, skip: number): void {
    endCommand(at)
    if (commands.length > 0) pipelines.push(commands)
    commands = []
    start = at + skip
  }

  for (let at = from; at < to; at += 1) {
    const char = source[at] as string
    if (char === '\\' && quote !== "'") at += source[at + 1] === '\r' ? 2 : 1
    else if (quote !== '') {
      if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (char === '#' && /[\s;]/.test(source[at - 1] ?? ' ')) {
      const lineEnd = source.indexOf('\n', at)
      const end = lineEnd === -1 || lineEnd > to ? to : lineEnd
      endPipeline(at, end - at)
      at = end - 1
    } else if (source.startsWith('&&', at) || source.startsWith('||', at)) {
      endPipeline(at, 2)
      at += 1
    } else if (char === '\n' || char === ';') {
      // A pipe at the end of a line goes on in the next.
      if (char === '\n' && commands.length > 0 && source.slice(start, at).trim() === '') continue
      endPipeline(at, 1)
    } else if (char === '|') {
      endCommand(at)
      start = at + 1
    }
  }
  endPipeline(to, 0)
  return pipelines
}

/** A command's words, quotes taken off; `sudo`, `env` and assignments in front are left out. */
export function wordsOf(command: ShellCommand): readonly string[] {
  const words = command.text
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/^["'({]+/, '').replace(/["')}]+$/, ''))
  let first = words.findIndex(
    (word) => word !== '' && !/^[A-Za-z_]\w*=/.test(word) && word !== 'env' && word !== '\\',
  )
  if (words[first] === 'sudo') {
    first += 1
    while (words[first]?.startsWith('-')) first += 1
  }
  return first === -1 ? [] : words.slice(first)
}
