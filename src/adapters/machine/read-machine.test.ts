/** The machine as files of the kernel tell it, real ones and made ones. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAlive } from './is-alive.ts'
import { readMachine } from './read-machine.ts'

let root = ''
let nowMs = 0

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'autogen-bot-test-machine-'))
  nowMs = 0
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

function open() {
  return readMachine({ dataFolder: join(root, 'not', 'there', 'yet'), elapsedMs: () => nowMs, root })
}

const pod = 'sys/fs/cgroup/pod/bot'
const container: Readonly<Record<string, string>> = {
  'proc/self/cgroup': '0::/pod/bot\n',
  'sys/fs/cgroup/cgroup.controllers': 'cpu memory\n',
  [`${pod}/cgroup.controllers`]: 'cpu memory\n',
  [`${pod}/cpu.max`]: '50000 100000\n',
  [`${pod}/cpu.stat`]: 'usage_usec 1000000\nuser_usec 1\n',
  [`${pod}/memory.max`]: '1000\n',
  [`${pod}/memory.current`]: '900\n',
  [`${pod}/memory.stat`]: 'anon 5\ninactive_file 400\n',
  [`${pod}/memory.events`]: 'low 0\noom 2\noom_kill 3\noom_group_kill 0\n',
  'sys/fs/cgroup/pod/memory.max': 'max\n',
  'sys/fs/cgroup/pod/memory.current': '5000\n',
}
const machine: Readonly<Record<string, string>> = {
  'proc/stat': 'cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 1 1 1 1\nbtime 5\n',
  'proc/meminfo': 'MemTotal:  1000 kB\nMemFree: 1 kB\nMemAvailable:  250 kB\n',
  'proc/net/dev':
    'Inter-|   Receive\n face |bytes\n    lo: 999 0 0 0 0 0 0 0 999 0\n  eth0: 1000 1 0 0 0 0 0 0 400 1\n',
}

test('the limits of a container count, not those of the machine under it', () => {
  write({ ...machine, ...container })
  const bot = open()
  // Half a processor for a second, of which it used a quarter of a processor.
  nowMs = 1_000
  write({ [`${pod}/cpu.stat`]: 'usage_usec 1250000\n' })
  expect(bot.look()).toMatchObject({ cpu: 0.5, memory: 0.5 })
  expect(bot.oomKills()).toBe(3)
})

test('a limit on a group above counts as well', () => {
  write({ ...container, 'sys/fs/cgroup/pod/memory.max': '5250\n' })
  expect(open().memoryShare()).toBeCloseTo(0.952, 3)
})

test('inside a container whose path only the host can see, the group lies at the top', () => {
  write({
    'proc/self/cgroup': '0::/../../kubepods/pod1\n',
    'sys/fs/cgroup/cgroup.controllers': 'memory\n',
    'sys/fs/cgroup/memory.max': '100\n',
    'sys/fs/cgroup/memory.current': '80\n',
  })
  expect(open().memoryShare()).toBe(0.8)
})

test('without limits it is the machine that is measured', () => {
  write(machine)
  const bot = open()
  write({
    'proc/stat': 'cpu  160 0 115 710 115 0 0 0 0 0\n',
    'proc/net/dev': 'x\ny\n    lo: 5000 0 0 0 0 0 0 0 5000 0\n  eth0: 1500 1 0 0 0 0 0 0 410 1\n',
  })
  const look = bot.look()
  expect(look).toMatchObject({ cpu: 0.75, memory: 0.75, bytesIn: 500, bytesOut: 10 })
  expect(look.disk).toBeGreaterThan(0)
  expect(bot.oomKills()).toBe(0)
})

test('a system that tells nothing of this is no failure', () => {
  expect(open().look()).toMatchObject({ cpu: null, bytesIn: 0 })
})

test('the machine that this runs on has figures', () => {
  const bot = readMachine({ dataFolder: tmpdir(), elapsedMs: () => performance.now() })
  const { memory, disk } = bot.look()
  expect(memory).toBeGreaterThan(0)
  expect(memory).toBeLessThan(1.01)
  expect(disk).toBeGreaterThan(0)
})

test('a process is known by its number and its start', () => {
  const startedAt = Date.now() - process.uptime() * 1_000
  expect(isAlive(process.pid, startedAt)).toBe(true)
  expect(isAlive(process.pid, startedAt - 3_600_000)).toBe(false)
  expect(isAlive(2 ** 22 + 5, startedAt)).toBe(false)
})
