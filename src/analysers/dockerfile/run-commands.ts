/** What the commands of a RUN do to the image and to the build. */

import { type ShellCommand, wordsOf } from '../../domain/shell/shell-lines.ts'
import type { Inquiry } from './inquiry.ts'
import type { Command, Stage } from './read-image.ts'
import { pipelinesOfRun } from './run-text.ts'

export function runCommands(inquiry: Inquiry): void {
  for (const stage of inquiry.file.stages) {
    const runs = stage.commands.filter((command) => command.keyword === 'RUN')
    const cut = runs.map((run) => ({ run, pipelines: pipelinesOfRun(inquiry.file, run) }))
    for (const { run, pipelines } of cut) {
      for (const commands of pipelines) {
        downloadIntoShell(inquiry, commands)
        commands.forEach((command, at) => {
          checksOff(inquiry, command)
          openToAll(inquiry, command)
          sudo(inquiry, stage, run, command)
          if (at === 0) aptWithoutYes(inquiry, command)
        })
      }
      lostState(inquiry, run, pipelines)
    }
    updateAlone(
      inquiry,
      cut.map(({ pipelines }) => pipelines.flat()),
    )
  }
}

function downloadIntoShell(inquiry: Inquiry, commands: readonly ShellCommand[]): void {
  for (const [at, command] of commands.entries()) {
    const nested = /\b(?:bash|sh)\s+(?:-\w+\s+)*["']?(?:<\(|\$\()\s*(?:curl|wget)\s/.test(command.text)
    const next = commands[at + 1]
    const piped =
      next !== undefined && /^(?:curl|wget)$/.test(wordsOf(command)[0] ?? '') && runsItsInput(wordsOf(next))
    if (!nested && !piped) continue
    const place = nested || next === undefined ? command : { start: command.start, end: next.end }
    const message =
      'A script is downloaded and run in one go, so whoever controls or intercepts that address decides what is in the image. Download a fixed version, check its hash, then run it.'
    inquiry.report(
      'curl-pipe-shell',
      place,
      message,
      /\bhttp:\/\//.test(command.text) ? { severity: 'high' } : {},
    )
  }
}

function runsItsInput(words: readonly string[]): boolean {
  const program = (words[0] ?? '').replace(/^.*\//, '')
  if (/^(?:ba|da|z|k)?sh$/.test(program))
    return !words.some((word) => /^-\w*c$/.test(word)) && (words[1] ?? '-').startsWith('-')
  return /^(?:python[\d.]*|perl|ruby|node|php)$/.test(program) && (words.length === 1 || words[1] === '-')
}

function checksOff(inquiry: Inquiry, command: ShellCommand): void {
  const words = wordsOf(command)
  const program = words[0] ?? ''
  const has = (pattern: RegExp) => words.some((word) => pattern.test(word))
  const text = words.join(' ')
  const isLocal = /localhost|127\.0\.0\.1|\[::1\]/.test(text)
  const off =
    (program === 'curl' && !isLocal && has(/^(?:--insecure|-[a-zA-Z]*k[a-zA-Z]*)$/)) ||
    (program === 'wget' && !isLocal && has(/^--no-check-certificate$/)) ||
    (/^(?:python[\d.]*|pip[\d.]*|uv)$/.test(program) && has(/^--trusted-host/)) ||
    /^(?:npm|yarn|pnpm) config set "?strict-ssl"?[ =]false/.test(text) ||
    /^git .*http\.sslverify[ =]"?(?:false|0)/i.test(text)
  if (off) {
    const message =
      'This download does not check with whom it talks, so anyone on the way can replace it. Remove the option and install the missing certificate.'
    inquiry.report('tls-verification-off', command, message)
  }
  if (/^apt(?:-get)?$/.test(program) && has(/^(?:--allow-unauthenticated|--force-yes|--no-gpg-check)$/)) {
    const message =
      'Packages are installed without checking their signatures. Install the key of the repository instead.'
    inquiry.report('unauthenticated-packages', command, message)
  }
}

function openToAll(inquiry: Inquiry, command: ShellCommand): void {
  const words = wordsOf(command)
  if (words[0] !== 'chmod') return
  const mode = words.slice(1).find((word) => !word.startsWith('-')) ?? ''
  if (!/^0?777$|^(?:a|ugo)?[+=]rwx$/.test(mode)) return
  const message =
    'Every user of the container may change these files, programs included. Give the rights to the one user who needs them.'
  inquiry.report('world-writable', command, message)
}

function sudo(inquiry: Inquiry, stage: Stage, run: Command, command: ShellCommand): void {
  if (!/^sudo\s/.test(command.text.trimStart())) return
  if (stage.commands.some((one) => one.keyword === 'USER' && one.start < run.start)) return
  // A base image that is somebody else's may come with a user of its own.
  if (
    !/^(?:debian|ubuntu|alpine|fedora|centos|rockylinux|node|python|golang|ruby|php|rust|openjdk|eclipse-temurin)(?::|$)/.test(
      stage.image,
    )
  )
    return
  inquiry.report(
    'sudo-in-build',
    command,
    'The build runs as root here, so sudo does nothing, and these images do not have it. Leave it out.',
  )
}

function aptWithoutYes(inquiry: Inquiry, command: ShellCommand): void {
  const words = wordsOf(command)
  if (
    !/^apt(?:-get)?$/.test(words[0] ?? '') ||
    !words.some((word) => word === 'install' || word === 'upgrade' || word === 'dist-upgrade')
  )
    return
  if (/Assume-Yes/i.test(inquiry.file.text)) return
  const agrees = words.some((word) =>
    /^(?:-[a-zA-Z]*y[a-zA-Z]*|--yes|--assume-yes|-[a-zA-Z]*q[a-zA-Z]*q[a-zA-Z]*|-q=\d|--force-yes|\$.*|-s|--simulate|--dry-run|--download-only)$/.test(
      word,
    ),
  )
  if (agrees) return
  inquiry.report(
    'apt-without-yes',
    command,
    'apt-get asks before it installs, and a build has nobody to answer: it fails here. Add -y.',
  )
}

/** The layer with the lists is cached; a later layer installs from lists of the day of the first build. */
function updateAlone(inquiry: Inquiry, runs: readonly (readonly ShellCommand[])[]): void {
  let isUpdatedLater = false
  let installsLater = false
  // From the end: what counts for an update is the next layer that installs.
  for (const commands of runs.toReversed()) {
    const update = aptCommand(commands, /^update$/)
    const installs = aptCommand(commands, /^(?:install|upgrade|dist-upgrade)$/) !== undefined
    if (update !== undefined && !installs && installsLater && !isUpdatedLater) {
      const message =
        'This layer is cached, so later builds install from old package lists and fail when a package is gone. Put apt-get update and apt-get install into one RUN.'
      inquiry.report('apt-update-alone', update, message)
    }
    if (installs) {
      installsLater = true
      isUpdatedLater = update !== undefined
    }
  }
}

function aptCommand(commands: readonly ShellCommand[], verb: RegExp): ShellCommand | undefined {
  return commands.find((command) => {
    const words = wordsOf(command)
    return /^apt(?:-get)?$/.test(words[0] ?? '') && words.some((word) => verb.test(word))
  })
}

function lostState(inquiry: Inquiry, run: Command, pipelines: readonly (readonly ShellCommand[])[]): void {
  const only = pipelines.length === 1 ? pipelines[0] : undefined
  const words = only?.length === 1 ? wordsOf(only[0] as ShellCommand) : []
  if (words[0] !== 'cd' && words[0] !== 'export') return
  const instead = words[0] === 'cd' ? 'WORKDIR' : 'ENV'
  inquiry.report(
    'lost-shell-state',
    run,
    `Each RUN has a shell of its own, so this is forgotten at once. Use ${instead}.`,
  )
}
