import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CommentRef } from '../domain/job/job.ts'
import type { AppName, InstallationId, RepositoryId } from '../domain/repository/repository.ts'
import { type Plan, type PlanContext, plan } from './plan.ts'
import type { CheckEvent, CommentEvent, Place, PullRequestEvent, PushEvent } from './repo-event.ts'

const context: PlanContext = { app: 'main' as AppName, appId: 4, botName: 'autogen-bot' }
const place: Place = {
  installation: 3 as InstallationId,
  repository: { id: 7 as RepositoryId, owner: 'acme', name: 'shop' },
}

function pull(fields: Partial<PullRequestEvent>): PullRequestEvent {
  const event = { kind: 'pull-request', action: 'opened', place, number: 12, isOpen: true } as const
  return { ...event, isDraft: false, label: null, baseChanged: false, ...fields }
}

function comment(fields: Partial<CommentRef>, event: Partial<CommentEvent> = {}): CommentEvent {
  const ref: CommentRef = { kind: 'issue', id: 5, author: 'ann', text: 'hello', inReplyTo: null, ...fields }
  const said = { kind: 'comment', action: 'created', place, isOnPullRequest: true, number: 12 } as const
  return { ...said, comment: ref, isByBot: false, ...event }
}

function check(fields: Partial<CheckEvent>): CheckEvent {
  return { kind: 'check', action: 'rerequested', place, appId: 4, pullNumbers: [12], ...fields }
}

function push(fields: Partial<PushEvent>): PushEvent {
  const touched = new Set(['.autogen-bot.yaml'])
  return { kind: 'push', place, isToDefaultBranch: true, isDeletion: false, touched, ...fields }
}

/** In short, for tables. */
function said(planned: Plan): string {
  if (planned.kind === 'ignored') return 'ignored'
  const { task, lane, cancelsActive } = planned.job
  const mode = task.kind === 'review' ? ` ${task.mode}` : ''
  return `${task.kind}${mode}, ${lane}${cancelsActive === null ? '' : `, ${cancelsActive}`}`
}

describe('pull requests', () => {
  test.each([
    [{ action: 'opened' }, 'review up-to-head, opened'],
    [{ action: 'reopened' }, 'review up-to-head, opened'],
    [{ action: 'ready_for_review' }, 'review up-to-head, opened'],
    [{ action: 'synchronize' }, 'review up-to-head, pushed, superseded'],
    [{ action: 'edited', baseChanged: true }, 'review up-to-head, pushed, superseded'],
    [{ action: 'edited' }, 'ignored'],
    [{ action: 'closed', isOpen: false }, 'review up-to-head, re-review, closed'],
    [{ action: 'closed', isOpen: false, isDraft: true }, 'review up-to-head, re-review, closed'],
    [{ action: 'synchronize', isOpen: false }, 'ignored'],
    [{ action: 'labeled', label: 'autogen-review' }, 'review full, command'],
    [{ action: 'labeled', label: 'Autogen-Review' }, 'ignored'],
    [{ action: 'labeled', label: 'bug' }, 'ignored'],
    [{ action: 'opened', isDraft: true }, 'ignored'],
    [{ action: 'synchronize', isDraft: true }, 'ignored'],
    [{ action: 'assigned' }, 'ignored'],
  ])('%j: %s', (fields, words) => {
    expect(said(plan(pull(fields), context))).toBe(words)
  })

  test('every job about one pull request has one key', () => {
    const actions = ['opened', 'synchronize', 'closed']
    const keys = actions.map((action) => {
      const planned = plan(pull({ action }), context)
      return planned.kind === 'job' ? planned.job.key : null
    })
    expect(new Set(keys)).toEqual(new Set(['review/main/7#12']))
  })
})

describe('comments', () => {
  test.each([
    ['/autogen review', 'answer, command'],
    ['Please.\r\n/autogen status', 'answer, command'],
    ['/autogenerate', 'ignored'],
    ['see /autogen review', 'ignored'],
    ['@autogen-bot review', 'answer, command'],
    ['What do you think, @Autogen-Bot?', 'answer, command'],
    ['@autogen-bot[bot] help', 'answer, command'],
    ['@autogen-bottom hello', 'ignored'],
    ['mail@autogen-bot', 'ignored'],
    ['nothing', 'ignored'],
    ['', 'ignored'],
  ])('%j: %s', (text, words) => {
    expect(said(plan(comment({ text }), context))).toBe(words)
  })

  test('while our name is not known, any mention may be ours', () => {
    const nameless = { ...context, botName: null }
    expect(said(plan(comment({ text: '@somebody look' }), nameless))).toBe('answer, command')
    expect(said(plan(comment({ text: '/autogen help' }), nameless))).toBe('answer, command')
    expect(said(plan(comment({ text: 'look' }), nameless))).toBe('ignored')
  })

  test('a reply in a thread may be meant for us', () => {
    expect(said(plan(comment({ kind: 'review', inReplyTo: 4 }), context))).toBe('answer, command')
  })

  test.each([
    ['edited', { action: 'edited' }],
    ['deleted', { action: 'deleted' }],
    ['on an issue', { isOnPullRequest: false }],
    ['by a bot', { isByBot: true }],
    ['without an author', { comment: null }],
  ])('one that is %s is ignored', (_, event) => {
    expect(said(plan(comment({ text: '/autogen review' }, event), context))).toBe('ignored')
  })

  test('no text takes long', () => {
    fc.assert(
      fc.property(fc.constantFrom('@', '@a', '-@', '/autogen', '@autogen-bot-', ' ', '`'), (piece) => {
        plan(comment({ text: piece.repeat(65_536 / piece.length) }), context)
      }),
    )
  })
})

test.each([
  ['ours', check({}), 'review full, command'],
  ['another App’s', check({ appId: 5 }), 'ignored'],
  ['nobody’s', check({ appId: null }), 'ignored'],
  ['of a fork', check({ pullNumbers: [] }), 'ignored'],
  ['completed', check({ action: 'completed' }), 'ignored'],
])('a check that is %s', (_, event, words) => {
  expect(said(plan(event, context))).toBe(words)
})

test.each([
  ['installation', 'created', 'installation, sweep'],
  ['installation', 'deleted', 'installation, sweep'],
  ['installation', 'suspend', 'installation, sweep'],
  ['installation', 'unsuspend', 'installation, sweep'],
  ['installation', 'new_permissions_accepted', 'installation, sweep'],
  ['installation', 'constructor', 'ignored'],
  ['installation_repositories', 'added', 'installation, sweep'],
  ['installation_repositories', 'removed', 'installation, sweep'],
  ['installation_repositories', 'created', 'ignored'],
] as const)('%s %s: %s', (event, action, words) => {
  expect(said(plan({ kind: 'installation', event, action, installation: place.installation }, context))).toBe(
    words,
  )
})

test.each([
  ['touches the configuration', {}, 'config, sweep'],
  ['may have touched it', { touched: null }, 'config, sweep'],
  ['touches something else', { touched: new Set(['docs/.autogen-bot.yaml']) }, 'ignored'],
  ['is to another branch', { isToDefaultBranch: false }, 'ignored'],
  ['deletes the branch', { isDeletion: true }, 'ignored'],
])('a push that %s', (_, fields, words) => {
  expect(said(plan(push(fields), context))).toBe(words)
})

test('what is ignored says why', () => {
  expect([
    plan({ kind: 'ping' }, context),
    plan({ kind: 'outside' }, context),
    plan({ kind: 'other', event: 'star' }, context),
    plan(pull({ isDraft: true }), context),
    plan(check({ pullNumbers: [] }), context),
  ]).toMatchInlineSnapshot(`
    [
      {
        "kind": "ignored",
        "reason": "ping",
      },
      {
        "kind": "ignored",
        "reason": "The webhook does not belong to an installation of the App.",
      },
      {
        "kind": "ignored",
        "reason": "Nothing is done for star.",
      },
      {
        "kind": "ignored",
        "reason": "The pull request is a draft.",
      },
      {
        "kind": "ignored",
        "reason": "The host names no pull request of this check, as with forks: the sweep brings it.",
      },
    ]
  `)
})
