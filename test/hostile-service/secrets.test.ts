/** Where a secret might be left: the log, the words on a pull request, the command lines of children, what is on disk. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { plantedPython } from '../hostile/planted.ts'
import { runCommandProcess } from '../world/command-process.ts'
import { webhookSecret } from '../world/hosted-world.ts'
import { shareService } from './hostile-service.ts'

vi.setConfig({ testTimeout: 120_000 })

const shared = shareService({ env: { AUTOGEN_LOG_LEVEL: 'debug' } })
const planted = 'AKIAQYLPMN5HHHFPZAM2'

test('no secret of ours, nor one that a change holds, stands anywhere', async () => {
  const { github, app, service, open, reviewed, root, env, query } = shared()
  const watch = watchCommandLines(service.pid)
  const { repo, number } = await open({
    name: 'secrets',
    files: {
      'a.py': plantedPython,
      'keys.py': `AWS = "${planted}"\nTOKEN = "ghp_${'a1B2c3D4e5F6'.repeat(3)}"\n`,
    },
  })
  await reviewed(repo, number)
  // Failures say what failed; they must not say with what.
  github.faults.set(
    { kind: 'error-before', path: /^\/git/, times: 1 },
    { kind: 'reset', path: /graphql/, times: 1 },
  )
  await github.pushCommit(repo, 'change', { 'b.py': plantedPython }, { by: 'mallory' })
  await query("update jobs set not_before = now() where state = 'parked'")
  const pull = await reviewed(repo, number)
  const commandLines = watch.stop()
  const listed = await runCommandProcess(['github', 'token'], env)

  const key = app.privateKeyPem.split('\n').filter((line) => line.length > 40 && !line.startsWith('--'))
  const secrets = [webhookSecret, ...key]
  const token = /ghs_[0-9a-zA-Z]{20,}/
  const basic = /eC1hY2Nlc3MtdG9rZW46|x-access-token:/
  const faultsIn = (place: string, text: string) => [
    ...secrets.filter((secret) => text.includes(secret)).map(() => `a secret in ${place}`),
    ...(token.test(text) ? [`an installation token in ${place}`] : []),
    ...(basic.test(text) ? [`credentials of git in ${place}`] : []),
  ]
  // The host puts lines of the change beside a comment; what is ours are the words.
  const said = [...pull.reviews, ...pull.reviewComments, ...pull.issueComments].map(({ body }) => body)
  const published = JSON.stringify([said, github.checkRuns()])
  expect(faultsIn('the log', JSON.stringify([service.lines, service.words]))).toEqual([])
  expect(faultsIn('what was published', published)).toEqual([])
  expect(commandLines.flatMap((line) => faultsIn(line.slice(0, 200), line))).toEqual([])
  expect(faultsIn('an operator’s list', listed.stderr)).toEqual([])
  expect(filesBelow(root).flatMap((path) => faultsIn(path, readFileSync(path, 'latin1')))).toEqual([])
  const stored =
    JSON.stringify(await query('select * from jobs')) + JSON.stringify(await query('select * from settings'))
  expect(faultsIn('the store', stored)).toEqual([])
  expect(commandLines.some((line) => line.includes('git'))).toBe(true)

  // What the change holds is found, and not repeated.
  expect(pull.threads.map(({ path }) => path)).toContain('keys.py')
  for (const text of [published, JSON.stringify(service.lines)]) expect(text).not.toContain(planted)
})

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

/** Command lines of the service's processes and environments of its children, for as long as it is watched. */
function watchCommandLines(pid: number): { stop(): readonly string[] } {
  const seen = new Set<string>()
  const look = () => {
    for (const child of descendants(pid)) {
      const commandLine = read(`/proc/${child}/cmdline`)
      seen.add(commandLine)
      // Before it becomes another program a child is a copy of the service, with the service's own environment.
      if (commandLine === '' || commandLine.startsWith('autogen-bot')) continue
      // Git is given its token there; nobody else is given anything.
      const environment = read(`/proc/${child}/environ`)
      const shown = environment.replace(/GIT_CONFIG_VALUE_\d+=Authorization: Basic \S+/g, '')
      seen.add(`${commandLine}: ${shown}`)
    }
  }
  const timer = setInterval(look, 5)
  return {
    stop: () => {
      clearInterval(timer)
      return [...seen]
    },
  }
}

function descendants(pid: number): readonly number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number)
  return [pid, ...children.flatMap(descendants)]
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
