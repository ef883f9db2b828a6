/**
 * Outlines by what they were read from: a blob as text of some language. Promise: what is read was written whole; losing
 * it costs time and nothing else, so every failure of it is silence.
 */
import type { Outline } from './syntax.ts'

export interface OutlineCache {
  /** Those that are known of a repository, by words of the caller's own without a blank. */
  read(repositoryKey: string): Promise<ReadonlyMap<string, Outline>>
  /** Adds to what is there; bounded, the longest unused goes first. */
  write(repositoryKey: string, outlines: ReadonlyMap<string, Outline>): Promise<void>
}
