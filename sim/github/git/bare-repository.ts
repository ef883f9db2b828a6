/** A bare repository on disk, as git-http serves it; its refs are kept here too, since every request asks for one. */
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type CommitGraph, createCommitGraph } from './commit-graph.ts'
import type { GitProgram } from './git-program.ts'
import { createObjectStore, type ObjectStore } from './object-store.ts'

export interface BareRepository {
  readonly directory: string
  readonly objects: ObjectStore
  readonly commits: CommitGraph
  /** By full name, `refs/heads/main`. */
  readonly refs: ReadonlyMap<string, string>
  setRef(name: string, sha: string | null): void
  /** Takes over what a push has changed on disk. @returns the refs that moved */
  reloadRefs(): Promise<readonly RefChange[]>
}

export interface RefChange {
  readonly name: string
  readonly before: string | null
  readonly after: string | null
}

/** @param network a repository whose objects are shared, as GitHub shares them between a repository and its forks */
export function createBareRepository(
  directory: string,
  git: GitProgram,
  defaultBranch: string,
  network: BareRepository | null,
): BareRepository {
  lay(directory, defaultBranch, network)
  const objects = network?.objects ?? createObjectStore(directory, git)
  const commits = network?.commits ?? createCommitGraph(objects)
  const refs = new Map<string, string>()
  const setRef = (name: string, sha: string | null): void => {
    const file = join(directory, name)
    if (sha === null) {
      rmSync(file, { force: true })
      refs.delete(name)
      return
    }
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.lock`, `${sha}\n`)
    renameSync(`${file}.lock`, file)
    refs.set(name, sha)
  }
  const reloadRefs = async (): Promise<readonly RefChange[]> => {
    const text = (await git.run(directory, ['for-each-ref', '--format=%(objectname) %(refname)'])).toString(
      'utf8',
    )
    const now = new Map(
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => [line.slice(41), line.slice(0, 40)] as const),
    )
    const names = new Set([...refs.keys(), ...now.keys()])
    const changes = [...names]
      .map((name) => ({ name, before: refs.get(name) ?? null, after: now.get(name) ?? null }))
      .filter(({ before, after }) => before !== after)
    for (const { name, after } of changes) {
      if (after === null) refs.delete(name)
      else refs.set(name, after)
    }
    return changes
  }
  return { directory, objects, commits, refs, setRef, reloadRefs }
}

function lay(directory: string, defaultBranch: string, network: BareRepository | null): void {
  for (const folder of ['refs/heads', 'refs/tags', 'refs/pull', 'info']) {
    mkdirSync(join(directory, folder), { recursive: true })
  }
  if (network === null) mkdirSync(join(directory, 'objects/pack'), { recursive: true })
  else symlinkSync(join(network.directory, 'objects'), join(directory, 'objects'))
  writeFileSync(join(directory, 'HEAD'), `ref: refs/heads/${defaultBranch}\n`)
  writeFileSync(join(directory, 'config'), configuration)
}

/** Nothing is ever collected: GitHub, too, keeps commits that a force push has left behind. */
const configuration = `[core]
	repositoryformatversion = 0
	filemode = true
	bare = true
	quotepath = false
	fsync = none
[gc]
	auto = 0
[receive]
	autogc = false
	unpackLimit = 100000
	hideRefs = refs/pull
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[http]
	receivepack = true
[diff]
	renameLimit = 2000
`
