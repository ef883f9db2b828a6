/** The repositories that benchmarks run on: a folder of git repositories with branches `base` and `head`. */
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface Case {
  readonly id: string
  readonly folder: string
}

/** The repositories in a folder; none when it was not named or holds none. */
export function listCases(named: string | undefined): readonly Case[] {
  const folder = named === undefined ? null : resolve(named)
  if (folder === null || !existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .map((id) => ({ id, folder: join(folder, id) }))
    .filter((candidate) => existsSync(join(candidate.folder, '.git')))
}

/** Those named by `--cases DIR` or AUTOGEN_CASES. Ends the program with a sentence when there are none. */
export function findCases(words: readonly string[] = process.argv.slice(2)): readonly Case[] {
  const at = words.indexOf('--cases')
  const cases = listCases(at === -1 ? process.env.AUTOGEN_CASES : words[at + 1])
  if (cases.length > 0) return cases
  process.stderr.write(
    'The cases are missing: give a folder of git repositories, each with the branches base and head, ' +
      'with --cases DIR or AUTOGEN_CASES=DIR.\n',
  )
  process.exit(2)
}
