/** The shell text of a RUN, with line joins and comment lines blanked so that offsets stay those of the file. */

import { pipelinesOf, type ShellCommand } from '../../domain/shell/shell-lines.ts'
import type { Command, ImageFile } from './read-image.ts'

/** Pipelines of shell commands; none for the JSON form and for heredocs that another interpreter reads. */
export function pipelinesOfRun(file: ImageFile, run: Command): readonly (readonly ShellCommand[])[] {
  const first = run.words[0]
  if (first === undefined || first.text.startsWith('["') || first.text === '[') return []
  const readers = run.words.map((word) => word.text)
  if (
    run.hasHeredoc &&
    /^(?:python|node|ruby|perl|php|cat|tee)/.test((readers[0] ?? '').replace(/^.*\//, ''))
  )
    return []
  const body = joined(file.text.slice(first.start, run.end), file.escape)
  return pipelinesOf(body, 0, body.length).map((commands) =>
    commands.map(({ text, start, end }) => ({ text, start: start + first.start, end: end + first.start })),
  )
}

function joined(text: string, joiner: string): string {
  const lines = text.split('\n')
  let isOpen = false
  return lines
    .map((line, at) => {
      const isComment = at > 0 && isOpen && /^[ \t]*(?:#|\r?$)/.test(line)
      const body = isComment ? ' '.repeat(line.length) : line
      const continues = isComment || body.trimEnd().endsWith(joiner)
      isOpen = continues
      if (at === lines.length - 1) return body
      if (!continues) return `${body}\n`
      const kept = isComment ? body : body.trimEnd().slice(0, -1)
      return `${kept.padEnd(body.length)} `
    })
    .join('')
}
