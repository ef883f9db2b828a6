/** What holds after any attack: nothing ran, nothing was refused by the host, nothing was said that lives, nothing leaked. */
import { existsSync } from 'node:fs'
import type { CheckRunView, PullView } from '../../sim/github/pulls/pull-view.ts'
import { outsideCode } from '../../src/domain/markdown/fixtures/outside-code.ts'
import { saidTwice } from '../world/shop.ts'
import type { HostileService } from './hostile-service.ts'

export interface HeldThings {
  /** Messages of log lines at `error` that a story causes on purpose. */
  readonly errors?: readonly string[]
  /** Pull requests that a story leaves without a verdict on purpose. */
  readonly unfinished?: readonly string[]
}

export type Faults = readonly string[]

export function whatDoesNotHold(shared: HostileService, allows: HeldThings = {}): Faults {
  const { github, service, canary, app } = shared
  const repos = new Set(github.requests.entries.flatMap(({ path }) => repositoryIn(path)))
  const pulls = [...repos].flatMap((repo) => pullsOf(github, repo))
  return [
    ...(existsSync(canary) ? ['something of a change was executed'] : []),
    ...github.requests.entries
      .filter(({ caller, status, method }) => caller === 'autogen' && status === 422 && method !== 'GET')
      .map(({ method, path }) => `422: ${method} ${path}`),
    ...pulls.flatMap(({ repo, pull }) =>
      faultsOfPull(pull, app.botLogin).map((fault) => `${repo}#${pull.number}: ${fault}`),
    ),
    ...github
      .checkRuns()
      .filter(({ status }) => status !== 'completed')
      .filter(({ url }) => !(allows.unfinished ?? []).some((repo) => url.includes(`/${repo}/`)))
      .map(({ url }) => `a check is left ${url}`),
    ...faultsOfLog(service, allows.errors ?? []),
  ]
}

function repositoryIn(path: string): readonly string[] {
  const found = /^\/repos\/([\w.-]+\/[\w.-]+)\/pulls\/\d+/.exec(path)?.[1]
  return found === undefined ? [] : [found]
}

function pullsOf(github: HostileService['github'], repo: string) {
  try {
    return github.pulls(repo).map((pull) => ({ repo, pull }))
  } catch {
    // A story renamed or removed it.
    return []
  }
}

export function faultsOfPull(pull: PullView, bot: string): Faults {
  const own = ({ user }: { readonly user?: { readonly login: string } | null }) => user?.login === bot
  const markdown = [
    ...pull.reviews.filter(own).map(({ body }) => body),
    ...pull.issueComments.filter(own).map(({ body }) => body ?? ''),
    ...pull.reviewComments.filter(own).map(({ body }) => body),
    ...pull.checkRuns.flatMap(({ output }) => [output.summary ?? '', output.text ?? '']),
  ]
  return [
    ...markdown.flatMap(livingParts),
    ...pull.checkRuns.flatMap(plainTexts).flatMap(rawControls),
    // A check that is asked for again, or of another base, is one more run on the same commit.
    ...saidTwice(ownPart(pull, own)).map((text) => `said twice: ${text}`),
    ...pull.checkRuns.filter(isGreenByMistake).map(() => 'a check is green beside files that were not read'),
  ]
}

/** What people say twice is theirs; a reply is a review of its own. */
function ownPart(pull: PullView, own: (said: PullView['reviews'][number]) => boolean): PullView {
  const isOurs = (said: unknown) => own(said as PullView['reviews'][number])
  return {
    ...pull,
    checkRuns: [],
    reviews: pull.reviews.filter((review) => isOurs(review) && review.body !== ''),
    issueComments: pull.issueComments.filter(isOurs),
    threads: pull.threads.filter(({ comments }) => isOurs(comments[0])),
  }
}

/** A check with a page of files that were not reviewed must not be a success. */
function isGreenByMistake({ conclusion, output }: CheckRunView): boolean {
  return conclusion === 'success' && /Not reviewed in full/.test(output.summary ?? '')
}

function plainTexts({ output, annotations }: CheckRunView): readonly string[] {
  return [output.title ?? '', ...annotations.flatMap(({ title, message }) => [title ?? '', message ?? ''])]
}

const control = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

function rawControls(text: string): Faults {
  const found = control.exec(text.replaceAll('\n', ' '))
  return found === null ? [] : [`raw U+${hex(found[0])} in ${JSON.stringify(text.slice(0, 200))}`]
}

/** Ours are whole lines, and hold nothing of a change but names of a narrow alphabet. */
const marker = /^<!-- autogen-bot:[a-z]+(?: [\w./@#:-]{1,200})? -->$/gm
const furniture = /^<\/?details>$|^<details><summary>[\w ,()]+<\/summary>$/gm

const living: readonly (readonly [string, RegExp])[] = [
  ['HTML', /<[a-z!/?]/i],
  ['a mention', /@[\w-]/],
  ['a reference', /#\d|(?<![a-z0-9])GH-\d/i],
  ['an address', /:\/\/|(?<![a-z0-9])www\./i],
  ['a link', /(?<!\\)\]\(|(?<!\\)!\[/],
  ['a reference to a commit', /(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/],
]

export function livingParts(text: string): Faults {
  const shown = outsideCode(text.replaceAll('\r\n', '\n').replace(marker, '').replace(furniture, ''))
    // What is written as an entity is dead.
    .replace(/&#\d+;/g, '')
  return [
    ...rawControls(text.replaceAll('\t', ' ')),
    ...living.flatMap(([what, pattern]) => {
      const found = pattern.exec(shown)
      return found === null
        ? []
        : [
            `${what} is alive: ${JSON.stringify(shown.slice(Math.max(0, found.index - 60), found.index + 60))}`,
          ]
    }),
  ]
}

function faultsOfLog({ lines, words }: HostileService['service'], errors: readonly string[]): Faults {
  const unexpected = lines.filter(
    ({ level, msg }) => (level === 'error' || level === 'fatal') && !errors.includes(String(msg)),
  )
  return [
    ...words.map((line) => `not a line of JSON: ${line.slice(0, 300)}`),
    ...unexpected.map((line) => `an error: ${JSON.stringify(line).slice(0, 600)}`),
    ...lines.flatMap(textsOf).flatMap((text) => {
      const found = /[\u0080-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/.exec(text)
      return found === null
        ? []
        : [`raw U+${hex(found[0])} in the log: ${JSON.stringify(text.slice(0, 200))}`]
    }),
  ]
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(textsOf)
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
}
