/** What is said about the change as a whole: the pull request, its commits, the issue, the repository's guidance. */
import { cleanMasked } from '../hostile/clean-prose.ts'
import { dataBlock } from '../hostile/data-block.ts'
import type { ChangeStory } from './context.ts'
import type { GuidanceText } from './read-guidance.ts'

export interface StoryBlocks {
  /** The title alone: what every part begins with. Null when nothing was said. */
  readonly title: string | null
  /** Takes the title's place when there is room. */
  readonly pullRequest: string | null
  /** The most valuable first. */
  readonly more: readonly { readonly block: string; readonly value: number }[]
}

export interface StorySources {
  readonly story: ChangeStory
  readonly guidance: readonly GuidanceText[]
  readonly mask: (text: string) => string
  /** Tokens of one part. */
  readonly tokensMax: number
}

/** Of a part's tokens, at most; a token of prose has four letters. */
const shares = { description: 0.08, issue: 0.05, commits: 0.03, guidance: 0.08 }
const charactersPerToken = 4
const charactersMin = 400
const charactersMax = { description: 8_000, issue: 4_000, commits: 3_000, guidance: 8_000 }
const titleCharactersMax = 300
const commitsMax = 20

export function storyBlocks({ story, guidance, mask, tokensMax }: StorySources): StoryBlocks {
  const clean = (text: string, characters: number) => cleanMasked(text, characters, mask)
  const bound = (what: keyof typeof shares) =>
    Math.min(
      charactersMax[what],
      Math.max(charactersMin, Math.floor(shares[what] * tokensMax * charactersPerToken)),
    )
  const title = clean(story.title, titleCharactersMax)
  const description = clean(story.description, bound('description'))
  const commits = commitLines(story.commits, bound('commits'), clean)
  const issue = story.linkedIssue
  const each = Math.max(charactersMin, Math.floor(bound('guidance') / Math.max(1, guidance.length)))
  const more = [
    ...(issue === null
      ? []
      : [
          {
            block: dataBlock(
              'issue',
              { title: clean(issue.title, titleCharactersMax) },
              clean(issue.body, bound('issue')),
            ),
            value: 120,
          },
        ]),
    ...guidance.map(({ path, text }) => ({
      block: dataBlock('guidance', { path }, clean(text, each)),
      value: 100,
    })),
    ...(commits === '' ? [] : [{ block: dataBlock('commits', {}, commits), value: 40 }]),
  ]
  const hasTitle = title !== '' || description !== ''
  return {
    title: hasTitle ? dataBlock('pull-request', { title }, '') : null,
    pullRequest: description === '' ? null : dataBlock('pull-request', { title }, description),
    more,
  }
}

/** The latest commits are the ones that are left when there is no room for all. */
function commitLines(
  commits: readonly string[],
  characters: number,
  clean: (text: string, characters: number) => string,
): string {
  const latest = commits.slice(-commitsMax)
  const each = Math.max(80, Math.floor(characters / Math.max(1, latest.length)))
  return latest
    .map((message) => clean(message, each))
    .filter((message) => message !== '')
    .map((message) => `- ${message.replace(/\n+/g, '\n  ')}`)
    .join('\n')
}
