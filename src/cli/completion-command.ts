/** `autogen-bot completion`: scripts made from the program's own definition, so that they never lag behind it. */
import type { Command } from 'commander'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { type Shell, shells } from './shell.ts'
import type { Terminal } from './terminal.ts'

export async function completionCommand(
  shell: string,
  program: Command,
  terminal: Terminal,
): Promise<ExitCode> {
  if (!isShell(shell)) {
    terminal.tell(
      `autogen-bot: no completion for ${JSON.stringify(shell)}; there is one for ${shells.join(', ')}.\n`,
    )
    return exitCodes.usage
  }
  await terminal.answer(completionScript(shell, wordsByCommand(program)))
  return exitCodes.done
}

/** What may follow each command, by its words: `''`, `review`, `rules list`. */
export type WordsByCommand = ReadonlyMap<string, readonly string[]>

export function wordsByCommand(program: Command): WordsByCommand {
  const words = new Map<string, readonly string[]>()
  function visit(command: Command, path: string): void {
    const options = command.options.flatMap(({ long, argChoices }) =>
      long === undefined || long === null
        ? []
        : [long, ...(argChoices ?? []).map((choice) => `${long}=${choice}`)],
    )
    words.set(path, [...command.commands.map((child) => child.name()), ...options, '--help'])
    for (const child of command.commands) visit(child, path === '' ? child.name() : `${path} ${child.name()}`)
  }
  visit(program, '')
  words.set('completion', [...shells, '--help'])
  return words
}

export function completionScript(shell: Shell, words: WordsByCommand): string {
  switch (shell) {
    case 'bash':
      return bashScript(words)
    case 'zsh':
      return `#compdef autogen-bot\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(words)}`
    case 'fish':
      return fishScript(words)
  }
}

function isShell(word: string): word is Shell {
  return (shells as readonly string[]).includes(word)
}

function bashScript(words: WordsByCommand): string {
  const cases = [...words].map(([path, next]) => `    '${path}') words='${next.join(' ')}' ;;`)
  return `_autogen_bot() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path='' word words='' at
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    case "$word" in -*) continue ;; esac
    case "\${path:+$path }$word" in
      ${[...words.keys()]
        .filter(Boolean)
        .map((path) => `'${path}'`)
        .join('|')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
    --repo|--sarif|-C) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --base|--head) COMPREPLY=($(compgen -W "$(git for-each-ref --format='%(refname:short)' 2>/dev/null)" -- "$cur")); return ;;
  esac
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _autogen_bot autogen-bot
`
}

function fishScript(words: WordsByCommand): string {
  const lines = [...words].flatMap(([path, next]) => {
    const condition =
      path === ''
        ? '__fish_use_subcommand'
        : path
            .split(' ')
            .map((word) => `__fish_seen_subcommand_from ${word}`)
            .join('; and ')
    return next.map((word) =>
      word.startsWith('--')
        ? `complete -c autogen-bot -n '${condition}' -l ${word.slice(2).split('=')[0]}`
        : `complete -c autogen-bot -f -n '${condition}' -a ${word}`,
    )
  })
  return `${[...new Set(lines)].join('\n')}\n`
}
