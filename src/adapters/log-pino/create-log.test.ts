import { expect, test } from 'vitest'
import { createLog } from './create-log.ts'

function logInto(level = 'info') {
  const lines: string[] = []
  const log = createLog({
    level,
    fields: { role: 'worker' },
    secrets: ['-----BEGIN KEY-----\nabcdef\n-----END KEY-----', 'hook-secret', 'short'],
    destination: { write: (line: string) => void lines.push(line) },
  })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> }
}

test('a line is one JSON object with the level as a word', () => {
  const { log, last } = logInto()
  log.child({ job: '7' }).info({ processing_time: 1.5 }, 'job finished')
  expect(last()).toMatchObject({
    level: 'info',
    role: 'worker',
    job: '7',
    processing_time: 1.5,
    msg: 'job finished',
  })
})

test('what is less important than the level is not written', () => {
  const { log, lines } = logInto('warn')
  log.info({}, 'quiet')
  log.debug({}, 'quiet')
  expect(lines).toEqual([])
})

test('the level is changed while it runs, for what was derived from it before too', () => {
  const { log, lines } = logInto('warn')
  const child = log.child({ job: '7' })
  log.setLevel('debug')
  child.debug({}, 'now')
  log.setLevel('silent')
  child.error({}, 'no more')
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['now'])
})

test('secrets are not written, in whichever field or text they come', () => {
  const { log, lines } = logInto()
  log.error(
    {
      err: new Error('cannot use -----BEGIN KEY-----\nabcdef\n-----END KEY-----'),
      nested: { token: 'ghs_something', note: 'it was hook-secret' },
      authorization: 'Bearer x',
    },
    'failed with hook-secret',
  )
  const line = lines.join('')
  for (const secret of ['abcdef', 'ghs_something', 'hook-secret', 'Bearer x'])
    expect(line).not.toContain(secret)
  expect(JSON.parse(line)).toMatchObject({ msg: 'failed with [redacted]' })
})
