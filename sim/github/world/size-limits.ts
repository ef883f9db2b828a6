/** GitHub's documented sizes. A test may make them smaller, to meet them without 3,000 files. */
export interface SizeLimits {
  readonly bodyCharactersMax: number
  readonly checkOutputCharactersMax: number
  readonly annotationsPerRequestMax: number
  /** Files that the list of a pull request's files ever shows. */
  readonly pullFilesMax: number
  /** Patch lines over all files of a pull request, past which `patch` is left out. */
  readonly pullPatchLinesMax: number
  /** Bounds of the diff media type, past which it answers 406. */
  readonly diffFilesMax: number
  readonly diffLinesMax: number
  readonly treeEntriesMax: number
  readonly contentBytesMax: number
  readonly requestBytesMax: number
}

export const githubSizes: SizeLimits = {
  bodyCharactersMax: 65_536,
  checkOutputCharactersMax: 65_535,
  annotationsPerRequestMax: 50,
  pullFilesMax: 3_000,
  pullPatchLinesMax: 20_000,
  diffFilesMax: 300,
  diffLinesMax: 20_000,
  treeEntriesMax: 100_000,
  contentBytesMax: 1_048_576,
  requestBytesMax: 25 * 1_048_576,
}
