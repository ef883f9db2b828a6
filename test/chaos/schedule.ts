/**
 * What people do and what is killed when, all of it from the seed and before anything begins: the same seed makes the
 * same run, as far as processes can be made to.
 */
import { seededRandom } from '../../sim/github/faults/seeded-random.ts'
import type { ChaosOptions } from './chaos-options.ts'
import type { Contents, FileContent } from './file-contents.ts'

export type ChaosEvent = { readonly atMs: number; readonly pull: PullName } & (
  | { readonly kind: 'opened' | 'pushed' | 'force-pushed'; readonly contents: Contents }
  | { readonly kind: 'closed' | 'reopened' }
  | { readonly kind: 'command'; readonly text: string }
)

export interface PullName {
  /** From 0. */
  readonly repository: number
  /** From 0, within the repository. */
  readonly ordinal: number
}

export const killKinds = ['web', 'worker', 'leader', 'redis', 'postgres'] as const
export type KillKind = (typeof killKinds)[number]

export interface Kill {
  readonly atMs: number
  readonly kind: KillKind
  /** Of several processes of a kind. */
  readonly which: number
  readonly manner: 'process' | 'comes-back-empty' | 'one-backend'
}

export interface Schedule {
  readonly events: readonly ChaosEvent[]
  readonly kills: readonly Kill[]
  readonly durationMs: number
}

interface Pull {
  readonly name: PullName
  isOpen: boolean
  contents: Contents
}

type Random = () => number

export function createSchedule(options: ChaosOptions): Schedule {
  const random = seededRandom(options.seed)
  const durationMs = options.events * options.eventEveryMs
  return { events: planEvents(options, random), kills: planKills(options, random, durationMs), durationMs }
}

function planEvents({ events: count, repositories, eventEveryMs }: ChaosOptions, random: Random) {
  const pulls: Pull[] = []
  const events: ChaosEvent[] = []
  let serial = 0
  let atMs = 0
  const open = (repository: number) => {
    const ordinal = pulls.filter(({ name }) => name.repository === repository).length
    const contents: Contents = new Map([
      [`part_0.py`, newFile('python')],
      ...maybe(0.4, newFile('javascript')),
    ])
    const pull = { name: { repository, ordinal }, isOpen: true, contents }
    pulls.push(pull)
    events.push({ kind: 'opened', atMs, pull: pull.name, contents })
  }
  const maybe = (chance: number, file: FileContent): readonly [string, FileContent][] =>
    random() < chance ? [['part_1.js', file]] : []
  function newFile(language: FileContent['language']): FileContent {
    const functions = Array.from({ length: 1 + pick(3) }, () => ({ id: ++serial, isRisky: random() < 0.4 }))
    return { language, padding: pick(4), functions }
  }
  function pick(below: number): number {
    return Math.floor(random() * below)
  }
  function oneOf<Value>(values: readonly Value[]): Value | undefined {
    return values[pick(values.length)]
  }
  const push = (pull: Pull, kind: 'pushed' | 'force-pushed') => {
    pull.contents =
      kind === 'pushed'
        ? changed(pull.contents, random, newFile)
        : new Map([['part_0.py', newFile('python')]])
    events.push({ kind, atMs, pull: pull.name, contents: pull.contents })
  }
  while (events.length < count) {
    atMs = Math.round((events.length + random() * 0.8) * eventEveryMs)
    const repository = pick(repositories)
    const isFirst = !pulls.some(({ name }) => name.repository === repository)
    const opened = pulls.filter(({ isOpen }) => isOpen)
    const pull = oneOf(opened)
    const chance = random()
    if (pull === undefined || (isFirst && chance < 0.8) || chance < 0.18) {
      open(repository)
    } else if (chance < 0.5) push(pull, 'pushed')
    else if (chance < 0.6) {
      const pushes = Math.min(2 + pick(4), count - events.length)
      for (let at = 0; at < pushes; at += 1) push(pull, 'pushed')
    } else if (chance < 0.7) push(pull, 'force-pushed')
    else if (chance < 0.84) {
      events.push({ kind: 'command', atMs, pull: pull.name, text: oneOf(commands) ?? '' })
    } else if (chance < 0.92) {
      pull.isOpen = false
      events.push({ kind: 'closed', atMs, pull: pull.name })
    } else {
      const closed = oneOf(pulls.filter(({ isOpen }) => !isOpen))
      if (closed === undefined) continue
      closed.isOpen = true
      events.push({ kind: 'reopened', atMs, pull: closed.name })
    }
  }
  return events
}

const commands = [
  '/autogen help',
  '/autogen status',
  '/autogen config',
  '/autogen review',
  '/autogen review full',
  '/autogen stauts',
]

/** Mends a line, makes one bad, adds a function, or only moves what is there. */
function changed(
  contents: Contents,
  random: Random,
  newFile: (language: FileContent['language']) => FileContent,
): Contents {
  const after = new Map(contents)
  for (const [path, content] of contents) {
    const chance = random()
    if (chance < 0.35) after.set(path, { ...content, padding: content.padding + 1 })
    else if (chance < 0.8) {
      const at = Math.floor(random() * content.functions.length)
      const functions = content.functions.map((one, index) =>
        index === at ? { ...one, isRisky: !one.isRisky } : one,
      )
      after.set(path, { ...content, padding: content.padding + 1, functions })
    } else {
      const { functions } = newFile(content.language)
      after.set(path, { ...content, functions: [...content.functions, ...functions] })
    }
  }
  return after
}

/** Of each kind some, in an order of chance, none before the first tenth. */
function planKills(
  { kills: count, queue }: ChaosOptions,
  random: Random,
  durationMs: number,
): readonly Kill[] {
  const shares: readonly KillKind[] = ['worker', 'web', 'leader', 'redis', 'postgres', 'worker', 'web']
  const kinds = shares.filter((kind) => kind !== 'redis' || queue === 'redis')
  const drawn = Array.from({ length: count }, (_, at) => kinds[at % kinds.length] ?? 'worker')
  for (let at = drawn.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const here = drawn[at] as KillKind
    drawn[at] = drawn[other] as KillKind
    drawn[other] = here
  }
  const fromMs = durationMs * 0.05
  const slotMs = (durationMs - fromMs) / Math.max(1, count)
  const turns = new Map<KillKind, number>()
  return drawn.map((kind, at) => {
    const turn = (turns.get(kind) ?? 0) + 1
    turns.set(kind, turn)
    return {
      atMs: Math.round(fromMs + (at + random()) * slotMs),
      kind,
      which: Math.floor(random() * 2),
      manner: mannerOf(kind, turn),
    }
  })
}

function mannerOf(kind: KillKind, turn: number): Kill['manner'] {
  if (kind === 'redis' && turn % 3 === 2) return 'comes-back-empty'
  return kind === 'postgres' && turn % 4 === 3 ? 'one-backend' : 'process'
}
