import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createProcessSandbox } from '../adapters/sandbox/process-sandbox.ts'
import type { EscapeAttempt, FileToAnalyse } from '../ports/analysis/analysis.ts'
import type { CommandAnalyser } from './analyser.ts'
import { createAnalysis } from './create-analysis.ts'
import { troubledAnalysers } from './host/fixtures/troubled-analysers.ts'

const never = new AbortController().signal
const limits = { fileTimeMs: 500, memoryBytesMax: 400 * 1_048_576 }
const hostModule = new URL('./host/fixtures/troubled-host.ts', import.meta.url)

function setUp(
  analysers: Parameters<typeof createAnalysis>[0]['analysers'] = troubledAnalysers,
  usesBubblewrap = true,
) {
  const scratchFolder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-scratch-'))
  onTestFinished(() => rmSync(scratchFolder, { recursive: true, force: true }))
  const installFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
  const sandbox = createProcessSandbox({ scratchFolder, installFolder, usesBubblewrap })
  const now = () => performance.now()
  const escapes: EscapeAttempt[] = []
  const onEscape = (attempt: EscapeAttempt) => void escapes.push(attempt)
  const analysis = createAnalysis({ analysers, sandbox, childrenMax: 2, now, onEscape, hostModule })
  return { analysis, escapes, scratchFolder }
}

function file(path: string, head: string): FileToAnalyse {
  return { path, language: 'shell', role: 'code', head, base: null, addedLines: [1], removedLines: [] }
}

const escaped = '/tmp/autogen-bot-test-escaped'

test.each([
  ['bubblewrap', true],
  ['Node’s permissions', false],
])(
  'behind %s, an analyser that hangs, grows, dies, throws or reaches out costs its own answer on that file alone',
  async (_, usesBubblewrap) => {
    const { analysis } = setUp(troubledAnalysers, usesBubblewrap)
    const texts = ['fine', 'HANG', 'GROW', 'DIE', 'THROW', 'PRINT', 'WRITE', 'fine too', 'HANG and DIE']
    const steps: number[] = []
    const result = await analysis.analyse(
      texts.map((text) => file(text, text)),
      limits,
      never,
      (done) => steps.push(done),
    )
    const troubles = Object.fromEntries(
      result.files.map(({ path, troubles }) => [path, troubles.map((t) => t.analyser)]),
    )
    expect(troubles).toEqual({
      fine: [],
      HANG: ['hangs'],
      GROW: ['grows'],
      DIE: ['dies'],
      THROW: ['throws'],
      PRINT: [],
      // Inside bubblewrap it writes into a folder of nobody's, which is gone with the child.
      WRITE: usesBubblewrap ? [] : ['reaches out'],
      'fine too': [],
      'HANG and DIE': ['dies', 'hangs'],
    })
    for (const { observations, troubles } of result.files) {
      expect(observations.length + troubles.length).toBe(troubledAnalysers.length)
    }
    const reasons = result.files.flatMap((read) => read.troubles.map(({ reason }) => reason))
    expect(reasons).toContain('took more than 0.5 s on this file')
    expect(reasons).toContain('needed more than 400 MiB of memory for this file')
    expect(reasons).toContain('what is this')
    expect(existsSync(escaped)).toBe(false)
    expect(steps.at(-1)).toBe(texts.length)
  },
)

test.each([
  ['bubblewrap', true],
  ['Node’s permissions', false],
])(
  'behind %s, the user’s files and, where the kernel helps, the network are out of reach',
  async (_, usesBubblewrap) => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const { analysis } = setUp(troubledAnalysers, usesBubblewrap)
    const texts = [
      'READ /etc/shadow',
      `READ ${homedir()}`,
      'SPAWN',
      ...(usesBubblewrap ? [`DIAL ${port}`] : []),
    ]
    const result = await analysis.analyse(
      texts.map((text) => file(text, text)),
      limits,
      never,
    )
    const reached = result.files.filter(({ path, troubles }) => troubles.length === 0 && path !== 'SPAWN')
    expect(reached.map(({ path }) => path)).toEqual([])
    // What bubblewrap lets it start is behind the same walls.
    expect(result.files[2]?.troubles.length).toBe(usesBubblewrap ? 0 : 1)
  },
)

test('cancelling ends it soon, and nothing is left running', async () => {
  const { analysis } = setUp()
  const stop = new AbortController()
  const result = analysis.analyse(
    [file('a', 'HANG')],
    { ...limits, fileTimeMs: 60_000 },
    stop.signal,
    () => {},
  )
  stop.abort()
  expect((await result).files[0]?.troubles.length).toBeGreaterThan(0)
})

/** A program that reads like a linter and fails like one: by what is written in its files. */
function troubledProgram(): CommandAnalyser {
  return {
    kind: 'command',
    id: 'program',
    title: 'Program',
    describes: '',
    rules: async () => [],
    reads: () => true,
    locate: async () => '/bin/sh',
    extension: () => 'txt',
    configuration: {
      'run.sh':
        'for f in "$@"; do grep -q HANG "$f" && exec sleep 100; grep -q DIE "$f" && kill -9 $$; grep -q EXIT "$f" && exit 9; grep -q ODD "$f" && echo "?"; echo "$f"; done',
    },
    args: (names) => ['run.sh', ...names],
    exitCodes: [0],
    parse(stdout) {
      if (stdout.includes('?')) throw new Error('a question mark')
      const place = { line: 1, column: 1, endLine: 1, endColumn: 2, side: 'RIGHT' } as const
      const rest = {
        rule: 'r',
        severity: 'low',
        category: 'correctness',
        cwe: [],
        confidence: 1,
        defect: null,
        replacement: null,
        secrets: [],
      } as const
      return new Map(
        stdout
          .trim()
          .split('\n')
          .map((name) => [name, [{ ...place, ...rest, message: name }]]),
      )
    },
  }
}

test('a program that dies on some of many files still answers for all the others', async () => {
  const { analysis, scratchFolder } = setUp([troubledProgram()])
  const texts = Array.from(
    { length: 20 },
    (_, at) => ({ 3: 'DIE', 7: 'HANG', 11: 'EXIT', 12: 'ODD' })[at] ?? `fine ${at}`,
  )
  const result = await analysis.analyse(
    texts.map((text, at) => file(String(at), text)),
    limits,
    never,
  )
  const troubles = result.files.flatMap(({ path, troubles }) =>
    troubles.map(({ reason }) => `${path}: ${reason}`),
  )
  expect(troubles).toEqual([
    '3: stopped on this file (ended by SIGKILL)',
    '7: gave up this file (more than 0.5 s)',
    '11: could not read this file (exit code 9)',
    '12: said something that is not its format (a question mark)',
  ])
  expect(result.files.filter(({ observations }) => observations.length === 1).length).toBe(16)
  expect(readdirSync(scratchFolder)).toEqual([])
})

test('a program that is not installed is a note, and its files are read by the others', async () => {
  const { analysis } = setUp([{ ...troubledProgram(), locate: async () => null }])
  const result = await analysis.analyse([file('a', 'fine')], limits, never)
  expect(result.notes).toEqual(['Program is not installed: 1 files were read without it.'])
  expect(result.files[0]?.troubles).toEqual([])
})

describe('an analyser that reaches out of its child is reported, with the file that made it', () => {
  /** Nobody listens there; the attempt is enough. */
  const port = 9

  test.each([
    ['bubblewrap', true],
    ['Node’s permissions', false],
  ])('behind %s', async (_, usesBubblewrap) => {
    const { analysis, escapes } = setUp(troubledAnalysers, usesBubblewrap)
    const texts = ['fine', 'WRITE', 'SPAWN', 'READ /etc/passwd', `DIAL ${port}`, 'fine too']
    await analysis.analyse(
      texts.map((text) => file(text, text)),
      limits,
      never,
    )
    expect(new Set(escapes.map(({ analyser }) => analyser))).toEqual(new Set(['reaches out']))
    expect(new Set(escapes.map(({ path }) => path))).toEqual(
      new Set(['WRITE', 'SPAWN', 'READ /etc/passwd', `DIAL ${port}`]),
    )
    expect(escapes.map(({ what }) => what)).toContain('accessSync on a file that is not ours')
  })

  test('a native program that asks the kernel for a socket is ended for it', async () => {
    const dials: CommandAnalyser = {
      ...troubledProgram(),
      locate: async () => '/bin/bash',
      configuration: {
        'run.sh':
          'for f in "$@"; do if grep -q DIAL "$f"; then exec 3<>/dev/tcp/127.0.0.1/9; fi; echo "$f"; done',
      },
    }
    const { analysis, escapes } = setUp([dials])
    const result = await analysis.analyse(
      [file('a', 'fine'), file('b', 'DIAL'), file('c', 'fine')],
      limits,
      never,
    )
    expect(escapes).toEqual([{ analyser: 'program', path: 'b', what: 'it asked for a network socket' }])
    expect(result.files.map(({ troubles }) => troubles.length)).toEqual([0, 1, 0])
  })
})
