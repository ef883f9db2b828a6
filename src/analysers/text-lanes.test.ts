import { expect, test } from 'vitest'
import type { TextAnalyser } from './analyser.ts'
import { prepareText } from './prepare-text.ts'
import { createTextLanes, type TextLanes } from './text-lanes.ts'
import type { FileWork } from './work.ts'

function analyser(id: string, reads: (path: string) => boolean, opensSlowly = false): TextAnalyser {
  return {
    kind: 'text',
    id,
    title: id,
    describes: '',
    opensSlowly,
    rules: async () => [],
    reads: ({ path }) => reads(path),
    open: async () => () => [],
  }
}

function work(path: string, characters = 10): FileWork {
  const head = 'x'.repeat(characters)
  const file = {
    path,
    language: null,
    role: 'code',
    head,
    base: null,
    addedLines: [],
    removedLines: [],
  } as const
  return { prepared: prepareText(file), observations: [], troubles: [] }
}

/** Every child takes a task in turn until none is left: `path analyser+analyser` by child. */
function taken(lanes: TextLanes): readonly (readonly string[])[] {
  const byChild: string[][] = Array.from({ length: lanes.children }, () => [])
  for (let isTaking = true; isTaking; ) {
    isTaking = false
    for (const [child, tasks] of byChild.entries()) {
      const task = lanes.next(child)
      if (task === null) continue
      tasks.push(`${task.work.prepared.text.path} ${task.analysers.map(({ id }) => id).join('+')}`)
      isTaking = true
    }
  }
  return byChild
}

const all = () => true
const quick = [analyser('a', all), analyser('b', (path) => path.endsWith('.py'))]
const slow = analyser('slow', (path) => path.endsWith('.py'), true)

test('what loads slowly has a child of its own, beside the others', () => {
  const lanes = createTextLanes([work('x.py'), work('y.go')], [...quick, slow], 4)
  expect(taken(lanes)).toEqual([['x.py slow'], ['x.py a+b', 'y.go a']])
  expect(lanes.tasks).toBe(3)
})

test('a small change without it has one child, and nothing to read has none', () => {
  expect(createTextLanes([work('y.go'), work('z.go')], [...quick, slow], 4).children).toBe(1)
  expect(createTextLanes([work('y.go')], [slow], 4).children).toBe(0)
  expect(createTextLanes([], quick, 4).children).toBe(0)
})

test('with one child allowed, it reads every lane', () => {
  const lanes = createTextLanes([work('x.py'), work('y.go')], [...quick, slow], 1)
  expect(taken(lanes)).toEqual([['x.py slow', 'x.py a+b', 'y.go a']])
})

test('of a large change every file is read once, the longest first, by several children', () => {
  const works = Array.from({ length: 20 }, (_, at) => work(`${at}.py`, 100_000 + at))
  const lanes = createTextLanes(works, [...quick, slow], 4)
  const byChild = taken(lanes)
  expect(byChild.length).toBe(4)
  const tasks = byChild.flat()
  expect(new Set(tasks).size).toBe(40)
  expect(tasks.length).toBe(40)
  expect(byChild.map(([first]) => first)).toContain('19.py a+b')
})
