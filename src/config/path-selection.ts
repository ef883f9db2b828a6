/** Which paths a repository wants reviewed, and the pattern to name when one is left out. */
import { type Glob, globMatches, parseGlob } from './glob.ts'
import type { PathSettings } from './review-config.ts'

export type PathChoice =
  | { readonly selected: true }
  /** In words, for the coverage of the review. */
  | { readonly selected: false; readonly reason: string }

/** @returns a function of a path as printed in reports, with `/` between its parts */
export function pathSelection(paths: PathSettings): (path: string) => PathChoice {
  const include = globsOf(paths.include)
  const exclude = globsOf(paths.exclude)
  return (path) => {
    const against = exclude.find((glob) => globMatches(glob, path))
    if (against !== undefined)
      return { selected: false, reason: `excluded by \`${against.source}\` in the configuration` }
    if (include.length > 0 && !include.some((glob) => globMatches(glob, path)))
      return { selected: false, reason: 'not among the paths that the configuration includes' }
    return { selected: true }
  }
}

/** True when one of the globs matches: for settings that hold for some paths. */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  const parsed = globsOf(globs)
  return (path) => parsed.some((glob) => globMatches(glob, path))
}

function globsOf(sources: readonly string[]): readonly Glob[] {
  return sources.map((source) => {
    const glob = parseGlob(source)
    if (!glob.ok) throw new Error(`a glob that the configuration's schema should have refused: ${source}`)
    return glob.value
  })
}
