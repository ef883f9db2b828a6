/** Instructions that the builder rejects, ignores, or takes for something else than was meant. */
import { distance } from 'fastest-levenshtein'
import type { Inquiry } from './inquiry.ts'
import type { Command, Stage } from './read-image.ts'

export function instructions(inquiry: Inquiry): void {
  for (const command of inquiry.file.commands) {
    unknown(inquiry, command)
    singleQuotes(inquiry, command)
    ports(inquiry, command)
    remoteFiles(inquiry, command)
    severalFiles(inquiry, command)
  }
  for (const stage of inquiry.file.stages) {
    repeated(inquiry, stage)
    workdir(inquiry, stage)
  }
}

const keywords =
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  )

function unknown(inquiry: Inquiry, command: Command): void {
  const { keyword } = command
  if (keywords.includes(keyword) || inquiry.file.hasOwnSyntax || /\{\{|\{%|<%|^[^A-Z]/.test(keyword)) return
  const at = inquiry.file.commands.indexOf(command)
  const before = inquiry.file.commands[at - 1]
  const near = keywords.find((one) => distance(one, keyword) <= (one.length > 4 ? 2 : 1))
  if (near !== undefined) {
    inquiry.report(
      'unknown-instruction',
      command.keywordSpan,
      `There is no instruction ${keyword}; ${near} is meant. The build fails here.`,
    )
  } else if (before?.keyword === 'RUN' && before.end + 1 >= command.start - 200) {
    const message =
      'This is read as an instruction, and there is none of that name. The line before may lack a backslash; the build fails here.'
    inquiry.report('unknown-instruction', command.keywordSpan, message)
  }
}

function singleQuotes(inquiry: Inquiry, command: Command): void {
  if (
    !['CMD', 'ENTRYPOINT', 'SHELL', 'RUN', 'VOLUME', 'COPY', 'ADD', 'HEALTHCHECK'].includes(command.keyword)
  )
    return
  const first = command.words.find((word) => word.text !== 'CMD')
  if (first === undefined || !/^\[\s*'/.test(inquiry.file.text.slice(first.start, first.start + 50))) return
  const message =
    'The list form is JSON and takes double quotes only; with single quotes the whole text goes to a shell, which finds no such command.'
  inquiry.report('single-quoted-json', { start: first.start, end: command.end }, message)
}

function ports(inquiry: Inquiry, command: Command): void {
  if (command.keyword !== 'EXPOSE') return
  for (const word of command.words) {
    const numbers = /^(\d+)(?:-(\d+))?(?:\/\w+)?$/.exec(word.text)
    if (numbers === null) continue
    if (
      [numbers[1], numbers[2]].every((one) => one === undefined || (Number(one) >= 1 && Number(one) <= 65535))
    )
      continue
    inquiry.report('port-out-of-range', word, 'Ports go from 1 to 65535; the build fails here.')
  }
}

function remoteFiles(inquiry: Inquiry, command: Command): void {
  if (command.keyword !== 'ADD' || command.flags.has('checksum')) return
  const source = command.words.slice(0, -1).find((word) => /^["[]*https?:\/\//.test(word.text))
  // Repositories are pinned in another way.
  if (source === undefined || /\.git(?:#|["\],]|$)/.test(source.text)) return
  const message =
    'ADD takes whatever the address delivers on the day of the build. Give --checksum=sha256:..., or download in a RUN and check the hash.'
  inquiry.report(
    'add-remote-file',
    source,
    message,
    source.text.includes('http://') ? { severity: 'high' } : {},
  )
}

function severalFiles(inquiry: Inquiry, command: Command): void {
  if (
    (command.keyword !== 'COPY' && command.keyword !== 'ADD') ||
    command.hasHeredoc ||
    command.words.length < 3
  )
    return
  const target = command.words.at(-1)
  if (
    target === undefined ||
    command.words[0]?.text.startsWith('[') ||
    /[/\\]["']?$|^\.{1,2}$|\$/.test(target.text)
  )
    return
  const message =
    'With several sources the target must be a directory and end in a slash; the build fails here. Add the slash.'
  inquiry.report('copy-without-directory', target, message)
}

function repeated(inquiry: Inquiry, stage: Stage): void {
  for (const keyword of ['CMD', 'ENTRYPOINT']) {
    const all = stage.commands.filter((command) => command.keyword === keyword)
    const last = all.at(-1)
    for (const command of all.slice(0, -1)) {
      const place =
        last !== undefined && !inquiry.isAdded(command.start) && inquiry.isAdded(last.start) ? last : command
      inquiry.report(
        'repeated-command',
        place,
        `Only the last ${keyword} of a stage counts; the earlier one never runs. Remove one.`,
      )
    }
  }
}

function workdir(inquiry: Inquiry, stage: Stage): void {
  const first = stage.commands.find((command) => command.keyword === 'WORKDIR')
  const path = first?.words[0]?.text.replace(/^["']/, '') ?? '/'
  if (
    first === undefined ||
    /^(?:\/|\$|[A-Za-z]:|\\|\.\/?$)/.test(path) ||
    inquiry.file.stages.some((one) => one.name === stage.image.toLowerCase())
  )
    return
  inquiry.report(
    'relative-workdir',
    first,
    'This depends on the directory that the base image happens to end in. Begin the path with a slash.',
  )
}
