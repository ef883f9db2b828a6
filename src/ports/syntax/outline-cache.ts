/**
 * Outlines by the blob they were read from. Promise: what is read was written whole; losing it costs time and nothing
 * else, so every failure of it is silence.
 */
import type { ObjectName } from '../../domain/change/changed-entry.ts'
import type { Outline } from './syntax.ts'

export interface OutlineCache {
  /** Those that are known of a repository; the language is part of what was read. */
  read(repositoryKey: string): Promise<ReadonlyMap<ObjectName, Outline>>
  /** Adds to what is there; bounded, the longest unused goes first. */
  write(repositoryKey: string, outlines: ReadonlyMap<ObjectName, Outline>): Promise<void>
}
