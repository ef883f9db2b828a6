import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readEvent } from './read-event.ts'
import type { CommentEvent } from './repo-event.ts'

const repository = { id: 7, name: 'shop', owner: { login: 'acme' }, default_branch: 'main' }
const installation = { id: 3 }
const pullRequest = {
  action: 'opened',
  installation,
  repository,
  pull_request: { number: 12, state: 'open', draft: false },
}

function read(event: string, payload: unknown) {
  return readEvent(event, Buffer.from(JSON.stringify(payload)))
}

function comment(fields: object) {
  return {
    action: 'created',
    installation,
    repository,
    issue: { number: 12, pull_request: {} },
    comment: { id: 5, body: 'hello', user: { login: 'ann', type: 'User' }, ...fields },
    sender: { login: 'ann', type: 'User' },
  }
}

function readComment(fields: object): CommentEvent {
  const outcome = read('issue_comment', comment(fields))
  if (!outcome.ok || outcome.value.event.happened.kind !== 'comment') throw new Error('not a comment')
  return outcome.value.event.happened
}

describe('what was sent', () => {
  test('a pull request', () => {
    expect(read('pull_request', pullRequest)).toMatchObject({
      ok: true,
      value: {
        event: {
          action: 'opened',
          installation: 3,
          repository: { id: 7, owner: 'acme', name: 'shop' },
          pullNumber: 12,
          happened: { kind: 'pull-request', number: 12, isOpen: true, isDraft: false, baseChanged: false },
        },
      },
    })
  })

  test('an event of a webhook without an installation is outside', () => {
    expect(read('pull_request', { ...pullRequest, installation: undefined })).toMatchObject({
      value: { event: { happened: { kind: 'outside' }, pullNumber: 12 } },
    })
  })

  test('an event that we do not know is taken as it is, whatever is in it', () => {
    expect(read('sponsorship', { action: 3, repository: 'none', installation: [] })).toMatchObject({
      value: {
        event: {
          action: null,
          installation: null,
          repository: null,
          happened: { kind: 'other', event: 'sponsorship' },
        },
      },
    })
  })

  test('pull requests of a check are those of this repository', () => {
    const elsewhere = { number: 1, base: { repo: { id: 99 } } }
    const here = { number: 12, base: { repo: { id: 7 } } }
    const check_run = { app: { id: 4 }, pull_requests: [elsewhere, here] }
    expect(read('check_run', { action: 'rerequested', installation, repository, check_run })).toMatchObject({
      value: { event: { happened: { kind: 'check', appId: 4, pullNumbers: [12] } } },
    })
  })

  test.each([
    ['a push tells its paths', {}, new Set(['a', 'b', 'c'])],
    ['a forced one does not tell all', { forced: true }, null],
  ])('%s', (_, fields, touched) => {
    const commits = [{ added: ['a'], removed: ['b'], modified: ['c'] }]
    const push = { ref: 'refs/heads/main', installation, repository, commits, ...fields }
    expect(read('push', push)).toMatchObject({
      value: { event: { happened: { kind: 'push', isToDefaultBranch: true, touched } } },
    })
  })
})

describe('what is hostile', () => {
  test.each([
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'not-utf8'],
    ['half a character', Buffer.from([0xe2, 0x82]), 'not-utf8'],
    ['empty', Buffer.alloc(0), 'not-json'],
    ['no JSON', Buffer.from('{'), 'not-json'],
    ['a very deep list', Buffer.from('['.repeat(200_000)), 'not-json'],
    ['a list', Buffer.from('[]'), 'wrong-shape'],
    ['null', Buffer.from('null'), 'wrong-shape'],
  ])('%s', (_, body, kind) => {
    expect(readEvent('pull_request', body)).toMatchObject({ ok: false, failure: { kind } })
  })

  test.each([
    ['an id beyond what a number holds', { repository: { ...repository, id: 2 ** 53 } }],
    ['a negative number', { pull_request: { ...pullRequest.pull_request, number: -1 } }],
    ['half a pull request', { pull_request: { ...pullRequest.pull_request, number: 1.5 } }],
    ['a name that climbs', { repository: { ...repository, name: '..' } }],
    ['a name with a slash', { repository: { ...repository, name: 'a/b' } }],
    ['an owner that is an option', { repository: { ...repository, owner: { login: '--upload-pack=x' } } }],
    ['an owner with a line end', { repository: { ...repository, owner: { login: 'acme\n' } } }],
    ['a state that we do not know', { pull_request: { ...pullRequest.pull_request, state: 'ajar' } }],
    ['no action', { action: undefined }],
  ])('%s is refused', (_, fields) => {
    expect(read('pull_request', { ...pullRequest, ...fields })).toMatchObject({
      ok: false,
      failure: { kind: 'wrong-shape' },
    })
  })

  test('a refusal names the field and not its value', () => {
    const outcome = read('pull_request', { ...pullRequest, repository: { ...repository, name: '../etc' } })
    expect(outcome).toMatchObject({
      failure: { message: 'The payload is not what GitHub documents: see repository.name.' },
    })
  })

  test('prototypes stay as they are', () => {
    const body = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},${JSON.stringify(pullRequest).slice(1)}`
    const outcome = readEvent('pull_request', Buffer.from(body))
    expect(outcome.ok).toBe(true)
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted')
    const fields = outcome.ok ? outcome.value.event : {}
    expect(fields).not.toHaveProperty('polluted')
  })

  test('a length that is none is no list', () => {
    const pulls = { length: { toString: 0 } }
    const outcome = read('check_run', { ...pullRequest, check_run: { pull_requests: pulls } })
    expect(outcome).toMatchObject({ failure: { kind: 'wrong-shape' } })
  })

  test('fields that stand in a prototype do not count', () => {
    const body = `{"__proto__":${JSON.stringify(pullRequest)}}`
    expect(readEvent('pull_request', Buffer.from(body))).toMatchObject({ failure: { kind: 'wrong-shape' } })
  })

  test('a comment is cut, and holds nothing that the store refuses', () => {
    const text = readComment({ body: `a\0b\ud800c${'x'.repeat(70_000)}` }).comment?.text ?? ''
    expect(text).toHaveLength(65_536)
    expect(text.startsWith('a\ufffdb\ufffdcx')).toBe(true)
    const pair = readComment({ body: `${'x'.repeat(65_535)}😀` }).comment?.text ?? ''
    expect(pair.isWellFormed()).toBe(true)
  })

  test('a comment without text, and one whose author is gone', () => {
    expect(readComment({ body: null }).comment?.text).toBe('')
    expect(readComment({ user: null }).comment).toBeNull()
  })

  test('a bot is one as author or as sender', () => {
    expect(readComment({ user: { login: 'x[bot]', type: 'Bot' } }).isByBot).toBe(true)
    expect(readComment({}).isByBot).toBe(false)
  })

  test('any bytes and any JSON give an event or a reason', () => {
    const events = fc.constantFrom(
      ...['pull_request', 'issue_comment', 'pull_request_review_comment', 'check_run', 'check_suite'],
      ...['installation', 'installation_repositories', 'push', 'ping', 'star'],
    )
    fc.assert(
      fc.property(events, fc.uint8Array(), (event, bytes) => {
        readEvent(event, Buffer.from(bytes))
      }),
    )
    fc.assert(
      fc.property(events, fc.json(), (event, json) => {
        readEvent(event, Buffer.from(json))
      }),
    )
  })
})
