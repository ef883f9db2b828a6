/**
 * Brings the commits, trees and small blobs of a change into a generation, in as few round trips as it takes: the base
 * without any blob, then the head against it, then in one batch the blobs that neither of them brought.
 */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ObjectName } from '../../../domain/change/changed-entry.ts'
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import type { SourceFailure } from '../../../ports/source/source.ts'
import { findMergeBase } from '../find-merge-base.ts'
import { git } from '../git-command.ts'
import type { NeutralRepository } from '../neutral-repository.ts'
import type { CheckedRequest } from './cache-request.ts'
import type { Generation } from './cached-repository.ts'
import type { FetchShape } from './fetch-command.ts'
import { fetchMissingBlobs } from './fetch-missing-blobs.ts'

/** One generation, to fetch into and to read from. */
export interface Workplace {
  readonly generation: Generation
  /** Reads the objects without ever fetching any. */
  readonly neutral: () => Promise<NeutralRepository>
  /** @param wants refspecs or object names */
  readonly fetch: (shape: FetchShape, wants: readonly string[]) => Promise<Outcome<null, SourceFailure>>
  readonly isShallow: () => Promise<boolean>
  readonly blobBytesMax: number
  readonly signal: AbortSignal
}

export interface FetchedChange {
  readonly mergeBase: ObjectName
  readonly notes: readonly string[]
}

/** Commits of history that are fetched until the merge base is among them; null is all of it. */
const depths = [50, 250, 1_500, 'all'] as const
/** Commits and trees only. */
const bare = { filter: 'blob:none', negotiates: true } as const

export async function fetchChange(
  place: Workplace,
  request: CheckedRequest,
): Promise<Outcome<FetchedChange, SourceFailure>> {
  const known = await recall(place.generation, request)
  if (known !== null) return succeed(known)
  const brought = await bringEnds(place, request)
  if (!brought.ok) return brought
  const met = await bringMergeBase(place, request)
  if (!met.ok) return met
  const blobs = await fetchMissingBlobs(place, request, met.value.mergeBase)
  if (!blobs.ok) return blobs
  const change = { mergeBase: met.value.mergeBase, notes: [...met.value.notes, ...blobs.value] }
  await remember(place.generation, request, change)
  return succeed(change)
}

async function bringEnds(
  place: Workplace,
  { baseSha, headSha, pullNumber }: CheckedRequest,
): Promise<Outcome<null, SourceFailure>> {
  const refs = `refs/pulls/${pullNumber}`
  const present = await commitsPresent(place, [baseSha, headSha])
  if (!present.ok) return present
  const reached = await depthOf(place.generation)
  // Complete history stays complete; a smaller depth than before would cut it again.
  const depth = reached === 'all' ? null : reached
  if (!present.value.has(baseSha)) {
    const base = await place.fetch({ ...bare, depth }, [`+${baseSha}:${refs}/base`])
    if (!base.ok) return base
  }
  if (present.value.has(headSha)) return succeed(null)
  // Blobs of this size and above are left out; the base is told as known, so that only what changed comes.
  const shape = { filter: `blob:limit=${place.blobBytesMax + 1}`, depth, negotiates: true } as const
  const head = await place.fetch(shape, [`+${headSha}:${refs}/head`])
  if (head.ok || head.failure.kind !== 'head-moved') return head
  // A host that gives commits by their refs only.
  const byRef = await place.fetch(shape, [`+refs/pull/${pullNumber}/head:${refs}/head`])
  if (!byRef.ok) return byRef
  const now = await commitsPresent(place, [headSha])
  if (!now.ok) return now
  return now.value.has(headSha) ? succeed(null) : head
}

async function commitsPresent(
  place: Workplace,
  commits: readonly ObjectName[],
): Promise<Outcome<ReadonlySet<string>, SourceFailure>> {
  const answer = await git({
    args: ['cat-file', '--batch-check'],
    ...(await place.neutral()),
    stdin: commits.map((commit) => `${commit}\n`).join(''),
    signal: place.signal,
  })
  if (!answer.ok) return answer
  const lines = answer.value.stdout.toString('latin1').split('\n')
  return succeed(
    new Set(lines.filter((line) => / commit \d+$/.test(line)).map((line) => line.split(' ')[0] ?? '')),
  )
}

async function bringMergeBase(
  place: Workplace,
  { baseSha, headSha }: CheckedRequest,
): Promise<Outcome<FetchedChange, SourceFailure>> {
  const reached = await depthOf(place.generation)
  for (const depth of depths.slice(depths.indexOf(reached) + 1)) {
    const isShallow = await place.isShallow()
    const found = await findMergeBase(await place.neutral(), baseSha, headSha, isShallow, place.signal)
    if (found.ok) return succeed({ mergeBase: found.value.commit, notes: notesOf(found.value) })
    if (found.failure.kind !== 'shallow') return found
    const deepened = await place.fetch({ ...bare, depth }, [baseSha, headSha])
    if (!deepened.ok && deepened.failure.kind !== 'too-large') return deepened
    if (!deepened.ok) return succeed(gaveUp(baseSha))
    await writeFile(join(place.generation.gitDirectory, 'depth'), String(depth))
  }
  const found = await findMergeBase(
    await place.neutral(),
    baseSha,
    headSha,
    await place.isShallow(),
    place.signal,
  )
  if (found.ok) return succeed({ mergeBase: found.value.commit, notes: notesOf(found.value) })
  return found.failure.kind === 'shallow' ? succeed(gaveUp(baseSha)) : fail(found.failure)
}

/** How deep this generation had to go so far. */
async function depthOf({ gitDirectory }: Generation): Promise<(typeof depths)[number]> {
  const text = await readFile(join(gitDirectory, 'depth'), 'utf8').catch(() => '')
  return depths.find((depth) => String(depth) === text) ?? depths[0]
}

function notesOf({ commit, candidates }: { readonly commit: ObjectName; readonly candidates: number }) {
  return candidates > 1 ? [`Base and head have ${candidates} merge bases; compared with ${commit}.`] : []
}

function gaveUp(base: ObjectName): FetchedChange {
  return {
    mergeBase: base,
    notes: [
      `The history is too long to find where the head left the base; compared with ${base} itself, so changes of the base may appear reversed.`,
    ],
  }
}

/** Everything of a change that was fetched once needs no network again. */
async function recall({ gitDirectory }: Generation, request: CheckedRequest): Promise<FetchedChange | null> {
  try {
    return JSON.parse(await readFile(join(gitDirectory, 'changes', changeName(request)), 'utf8'))
  } catch {
    return null
  }
}

async function remember(
  { gitDirectory }: Generation,
  request: CheckedRequest,
  change: FetchedChange,
): Promise<void> {
  const path = join(gitDirectory, 'changes', changeName(request))
  await writeFile(`${path}.draft`, JSON.stringify(change))
  await rename(`${path}.draft`, path)
}

function changeName({ baseSha, headSha }: CheckedRequest): string {
  return `${baseSha}-${headSha}`
}
