/**
 * Changes of repositories on a code host, read from a cache of bare, blob-filtered copies that several worker processes
 * share. A change that was opened before needs no network; another one of the same repository brings only what is new.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import { type CacheBook, noCacheBook } from '../../../ports/cache/cache-book.ts'
import type { Log } from '../../../ports/log/log.ts'
import type { Snapshot, SourceFailure } from '../../../ports/source/source.ts'
import type { NeutralRepository } from '../neutral-repository.ts'
import { type CachedChangeRequest, type CheckedRequest, checkRequest } from './cache-request.ts'
import {
  type Borrowed,
  borrowGeneration,
  isShallow,
  neutralFor,
  openCacheSnapshot,
} from './cache-snapshot.ts'
import {
  type CachedRepository,
  currentGeneration,
  dropGenerations,
  type Generation,
  markUsed,
  openCachedRepository,
  recordPacks,
  recover,
  startGeneration,
} from './cached-repository.ts'
import { type Evicted, evictRepositories, sizeOfCache } from './evict-repositories.ts'
import { fetchChange, type Workplace } from './fetch-change.ts'
import { type FetchBounds, fetchObjects } from './fetch-command.ts'
import { bringBlobs } from './fetch-missing-blobs.ts'
import { takeLease } from './lease.ts'
import { lockRepository } from './repository-lock.ts'

export interface GitCacheOptions extends Partial<FetchBounds> {
  /** Shared by the workers of one machine, and readable by them alone. */
  readonly folder: string
  /** Private to this process, on any file system; snapshots keep small files there until they are closed. */
  readonly scratchFolder: string
  /** Of the whole cache; reached again by evicting what was not used longest. */
  readonly bytesMax: number
  /** Origins of the Apps' code hosts, such as `https://github.com`. Nothing else is ever contacted. */
  readonly origins: readonly string[]
  /** A file of more bytes at the head is not fetched. Default: 5 MiB, the most that a review reads. */
  readonly blobBytesMax?: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly log?: Log
  /** Where it makes itself known. */
  readonly caches?: CacheBook
}

export interface GitCache {
  /** The caller closes the snapshot; until then its objects stay. */
  open(request: CachedChangeRequest, signal: AbortSignal): Promise<Outcome<Snapshot, SourceFailure>>
  /** Brings the cache below its bound. Called after fetches too. */
  evict(): Promise<Evicted>
  /** Bytes and repositories, for metrics. */
  size(): Promise<{ readonly bytes: number; readonly repositories: number }>
}

const mebibyte = 1_048_576

export function createGitCache(options: GitCacheOptions): GitCache {
  const bounds: FetchBounds = {
    fetchBytesMax: options.fetchBytesMax ?? 512 * mebibyte,
    fetchTimeMs: options.fetchTimeMs ?? 300_000,
    stallTimeMs: options.stallTimeMs ?? 20_000,
    environment: options.environment ?? process.env,
  }
  const evict = () => evictRepositories(options)
  const tally = (options.caches ?? noCacheBook).enter({
    name: 'git-objects',
    lies: 'on disk',
    bound: { unit: 'bytes', max: options.bytesMax },
    measure: async () => {
      const { bytes, repositories } = await sizeOfCache(options.folder)
      return { entries: repositories, bytes }
    },
  })

  async function open(given: CachedChangeRequest, signal: AbortSignal) {
    const checked = checkRequest(given, options.origins)
    if (!checked.ok) return checked
    const request = checked.value
    const format = formatOf(request)
    const repository = await openCachedRepository(options.folder, request.repositoryKey, format)
    return openCacheSnapshot({
      request,
      signal,
      borrow: () => borrow(repository, request, signal),
      fetchBlobs: (generation, blobs) =>
        withWorkplace(repository, generation, request, signal, (place) => bringBlobs(place, blobs)),
    })
  }

  async function borrow(
    repository: CachedRepository,
    request: CheckedRequest,
    signal: AbortSignal,
  ): Promise<Outcome<Borrowed, SourceFailure>> {
    const format = formatOf(request)
    const lock = await lockRepository(repository.folder, options.now, signal)
    if (lock === null) return fail(waitedTooLong)
    let hasFetched = false
    try {
      if (lock.wasAbandoned) await recover(repository)
      await markUsed(repository, options.now)
      const current = await currentGeneration(repository)
      let generation = current ?? (await startGeneration(repository, format))
      const bring = () =>
        workIn(
          repository,
          generation,
          request,
          signal,
          (place) => fetchChange(place, request),
          () => {
            hasFetched = true
          },
        )
      let change = await bring()
      if (!change.ok && isDamage(change.failure) && current !== null) {
        options.log?.warn({ repository: repository.folder }, 'damaged git cache thrown away')
        generation = await startGeneration(repository, format)
        change = await bring()
      }
      await dropGenerations(repository, generation.name, options.now)
      if (!change.ok) return change
      const lease = await takeLease(repository.leaseFolder, generation.name)
      return succeed(
        await borrowGeneration(generation, change.value, lease, options.scratchFolder, format, signal),
      )
    } finally {
      await lock.release()
      if (hasFetched) tally.miss()
      else tally.hit()
      // Housekeeping that fails must not cost the review.
      if (hasFetched)
        await evict().catch((error) => options.log?.warn({ error }, 'git cache eviction failed'))
    }
  }

  /** The same under a lock of its own, for a snapshot that is open. */
  async function withWorkplace<Value>(
    repository: CachedRepository,
    generation: Generation,
    request: CheckedRequest,
    signal: AbortSignal,
    work: (place: Workplace) => Promise<Outcome<Value, SourceFailure>>,
  ): Promise<Outcome<Value, SourceFailure>> {
    const lock = await lockRepository(repository.folder, options.now, signal)
    if (lock === null) return fail(waitedTooLong)
    try {
      if (lock.wasAbandoned) await recover(repository)
      return await workIn(repository, generation, request, signal, work, () => {})
    } finally {
      await lock.release()
    }
  }

  async function workIn<Value>(
    repository: CachedRepository,
    generation: Generation,
    request: CheckedRequest,
    signal: AbortSignal,
    work: (place: Workplace) => Promise<Outcome<Value, SourceFailure>>,
    onFetch: () => void,
  ): Promise<Outcome<Value, SourceFailure>> {
    const format = formatOf(request)
    const folder = join(options.scratchFolder, `work-${randomUUID()}`)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const neutral = (): Promise<NeutralRepository> => neutralFor(generation, folder, format)
    const place: Workplace = {
      generation,
      neutral,
      fetch: async (shape, wants) => {
        onFetch()
        const { gitDirectory } = generation
        const { childFile } = repository
        const { url, token } = request
        const begin = options.now()
        const fetched = await fetchObjects(
          { gitDirectory, childFile, url, token, shape, wants, signal },
          bounds,
        )
        const durationMs = options.now() - begin
        const failure = fetched.ok ? null : fetched.failure.kind
        options.log?.debug({ shape, wants: wants.length, durationMs, failure }, 'git fetch ended')
        // What a stopped fetch had begun to write.
        if (fetched.ok) await recordPacks(generation)
        else await recover(repository)
        return fetched
      },
      isShallow: () => isShallow(generation.gitDirectory),
      blobBytesMax: options.blobBytesMax ?? 5 * mebibyte,
      signal,
    }
    try {
      return await work(place)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  return { open, evict, size: () => sizeOfCache(options.folder) }
}

function formatOf({ headSha }: CheckedRequest): 'sha1' | 'sha256' {
  return headSha.length === 64 ? 'sha256' : 'sha1'
}

function isDamage({ kind }: SourceFailure): boolean {
  return kind === 'git-failed' || kind === 'objects-missing'
}

const waitedTooLong: SourceFailure = {
  kind: 'timed-out',
  message: 'Another process worked on this repository for as long as the review could wait.',
  remedy: 'Try again later.',
}
