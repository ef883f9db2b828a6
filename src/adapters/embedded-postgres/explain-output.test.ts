import { expect, test } from 'vitest'
import { explainOutput } from './explain-output.ts'

test.each([
  ['FATAL:  could not write lock file "postmaster.pid": No space left on device', 'no-space'],
  ['PANIC:  could not write to file "pg_wal/xlogtemp.7": Disk quota exceeded', 'no-space'],
  ['initdb: error: could not look up effective user ID 4242: user does not exist', 'account-unusable'],
  ['spawn /x/postgres EPERM', 'account-unusable'],
  ['2026-11-23 07:00:00.000 UTC [7] PANIC:  could not locate a valid checkpoint record', 'start-failed'],
  ['', 'start-failed'],
])('what the server says last: %s', (output, kind) => {
  const account = { kind: 'nobody', uid: 65_534, gid: 61_873 } as const
  const { failure } = explainOutput({
    program: 'postgres',
    paths: ['/x/postgres', '/x/cluster'],
    account,
    output,
  })
  expect(failure.kind).toBe(kind)
  expect(failure.remedy).not.toBe('')
  expect(failure.message).not.toContain('[7]')
})
