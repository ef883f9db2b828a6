/** Any order of alerts, commands and time: what always holds of an incident. And the refusals that say what to do. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Actor } from '../actor/actor.ts'
import { type AlertInstance, alertKey } from '../alert/alert.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'
import { commandIncident } from './command-incident.ts'
import { correlate } from './correlate.ts'
import { describeEntry } from './describe-entry.ts'
import { feedAlert } from './feed-alert.ts'
import { firingAlerts, type Incident, isOver } from './incident.ts'
import type { IncidentChange, IncidentContext, IncidentFact, IncidentPolicy } from './incident-change.ts'
import type { IncidentCommand, VerificationCheck } from './incident-command.ts'
import { isChannelAwaited, openChannel } from './open-channel.ts'
import { openIncident, openingOf } from './open-incident.ts'
import { passTime } from './pass-time.ts'
import { phaseClocks } from './phase-clocks.ts'

const minuteMs = 60_000
const begin = Date.UTC(2026, 10, 23, 12)
const ann: Actor = { name: 'ann', role: 'responder', via: 'cli' }
const holds = [{ name: 'alerts', holds: true, found: 'None fires.' }]

const policy: IncidentPolicy = {
  stabilityMs: { P1: 15 * minuteMs, P2: 10 * minuteMs, P3: 5 * minuteMs },
  reopenWithinMs: 30 * minuteMs,
  planCalls: (severity, from) =>
    [0, 1, 2].map((level) => ({
      level,
      isAtOnce: level < (severity === 'P1' ? 2 : 1),
      nextAt: level < (severity === 'P1' ? 2 : 1) ? from : from + level * 30 * minuteMs,
      times: 0,
      lastAt: null,
    })),
  repeatCallMs: (severity) => (severity === 'P3' ? null : 5 * minuteMs),
  mayPage: () => true,
  levels: 3,
  verification: null,
}

function anAlert(but: Partial<AlertInstance> = {}): AlertInstance {
  return {
    alert: 'ErrorRateHigh',
    severity: 'P2',
    labels: {},
    summary: '2 % of requests fail.',
    value: 0.02,
    activeAt: begin - 5 * minuteMs,
    firingAt: begin,
    resolvedAt: null,
    source: 'built-in',
    ...but,
  }
}

function at(minutes: number, but: Partial<IncidentContext> = {}): IncidentContext {
  return { actor: ann, at: begin + minutes * minuteMs, policy, ...but }
}

/** Does one after the other; a refusal is an error. */
function opened(severity: AlertInstance['severity'] = 'P2'): Incident {
  return openIncident(openingOf(1, anAlert({ severity })), at(0)).incident
}

function done(incident: Incident, minutes: number, ...commands: readonly IncidentCommand[]): Incident {
  return commands.reduce((soFar, command) => {
    const outcome = commandIncident(
      soFar,
      command,
      at(minutes, { policy: { ...policy, verification: holds } }),
    )
    if (!outcome.ok) throw new Error(outcome.failure.message)
    return outcome.value.incident
  }, incident)
}

function refused(
  incident: Incident,
  minutes: number,
  command: IncidentCommand,
  verification: readonly VerificationCheck[] = holds,
): string {
  const outcome = commandIncident(incident, command, at(minutes, { policy: { ...policy, verification } }))
  return outcome.ok ? 'done' : `${outcome.failure.kind}: ${outcome.failure.message} ${outcome.failure.remedy}`
}

function ended(incident: Incident, minutes: number): Incident {
  const alert = anAlert({ severity: incident.severity, resolvedAt: begin + minutes * minuteMs })
  return feedAlert(incident, alert, at(minutes))?.incident ?? incident
}

const mitigation = { kind: 'mitigate', action: 'pause intake', undo: 'resume intake' } as const
const hypothesis = { kind: 'hypothesise', text: 'The disk is full.' } as const
const resolve = { kind: 'resolve', despite: null } as const

describe('from the opening to the review', () => {
  test('whoever goes a step ahead has taken the ones before', () => {
    const incident = done(opened(), 3, hypothesis)
    expect(incident).toMatchObject({
      state: 'INVESTIGATING',
      ackedBy: 'ann',
      hypothesis: 'The disk is full.',
    })
    const mitigated = done(incident, 5, mitigation, { kind: 'monitor' })
    expect(mitigated).toMatchObject({ state: 'MONITORING', mitigatedAt: null })
    const over = done(ended(mitigated, 6), 16, resolve)
    expect(over).toMatchObject({ state: 'RESOLVED', resolvedBy: 'ann', mitigatedAt: begin + 6 * minuteMs })
    expect(done(over, 100, { kind: 'review', cause: 'Logs.' })).toMatchObject({
      state: 'REVIEWED',
      cause: 'Logs.',
    })
  })

  test('nothing is done against a cause that nobody has named', () => {
    expect(refused(done(opened(), 1, { kind: 'investigate' }), 2, mitigation)).toMatchInlineSnapshot(
      `"missing: There is no hypothesis yet: what is done against an unknown cause may make it worse. Run "autogen-bot incident hypothesis 1 TEXT" first."`,
    )
  })

  test('a mitigation that did not help leads back, without its hypothesis', () => {
    const back = done(opened(), 1, hypothesis, mitigation, { kind: 'investigate' })
    expect(back).toMatchObject({ state: 'INVESTIGATING', hypothesis: null })
    expect(refused(back, 2, mitigation)).toContain('missing')
  })

  test('the end is not said before it was seen', () => {
    const watched = done(opened(), 1, hypothesis, mitigation, { kind: 'monitor' })
    expect(refused(opened(), 1, resolve)).toContain('wrong-state')
    expect(refused(watched, 2, resolve)).toContain('Still firing: ErrorRateHigh.')
    const quiet = ended(watched, 10)
    expect(refused(quiet, 12, resolve)).toContain('stay quiet for another 8 min')
    const wrong = [{ name: 'probe', holds: false, found: 'Two of three failed.' }]
    expect(refused(quiet, 30, resolve, wrong)).toContain('probe: Two of three failed.')
    expect(refused(quiet, 30, resolve)).toBe('done')
  })

  test('what could not be looked at holds nobody up, and is named whatever is said', () => {
    const quiet = ended(done(opened(), 1, hypothesis, mitigation, { kind: 'monitor' }), 10)
    const missed = { name: 'queue-stuck/oldest', holds: null, found: 'No psql here.' }
    expect(
      refused(quiet, 30, resolve, [{ name: 'probe', holds: false, found: 'It fails.' }, missed]),
    ).toContain('probe: It fails. Could not be looked at: queue-stuck/oldest (No psql here.).')
    const context = at(30, { policy: { ...policy, verification: [...holds, missed] } })
    const outcome = commandIncident(quiet, resolve, context)
    expect(outcome.ok && outcome.value.messages).toMatchObject([
      {
        kind: 'ended',
        text: 'Resolved by ann. Could not be looked at: queue-stuck/oldest (No psql here.).',
      },
    ])
    const [fact] = outcome.ok ? outcome.value.facts : []
    const entry = { ...(fact as IncidentFact), subject: 'incident 1' } as JournalEntry
    expect(describeEntry(entry)).toBe('resolved; the verification held, without queue-stuck/oldest')
  })

  test('an administrator may do without, and has to say why', () => {
    const despite = { kind: 'resolve', despite: 'The rule is gone.' } as const
    expect(refused(opened(), 1, despite)).toContain('not-allowed')
    const admin = { ...at(1), actor: { ...ann, role: 'admin' } as const }
    const outcome = commandIncident(opened(), despite, admin)
    expect(outcome).toMatchObject({ ok: true, value: { incident: { state: 'RESOLVED' } } })
    expect(commandIncident(opened(), { kind: 'resolve', despite: ' ' }, admin)).toMatchObject({ ok: false })
  })

  test('a viewer changes nothing', () => {
    const outcome = commandIncident(
      opened(),
      { kind: 'acknowledge' },
      at(1, { actor: { ...ann, role: 'viewer' } }),
    )
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'not-allowed' } })
  })
})

describe('time', () => {
  test('a P1 calls two levels at once, again until somebody answers, and the third when it lasts', () => {
    const first = openIncident(openingOf(1, anAlert({ severity: 'P1' })), at(0))
    expect(pagesOf(first)).toEqual(['opened 0', 'opened 1'])
    expect(pagesOf(passTime(first.incident, at(4)))).toEqual([])
    const again = passTime(first.incident, at(5))
    expect(pagesOf(again)).toEqual(['unanswered 0', 'unanswered 1', 'clocks 0'])
    const taken = done(again?.incident as Incident, 6, { kind: 'acknowledge' })
    expect(pagesOf(passTime(taken, at(12)))).toEqual(['clocks 0'])
    expect(pagesOf(passTime(taken, at(61)))).toContain('unresolved 2')
  })

  test('a clock that ran out is noted once; one that was met is not', () => {
    const late = passTime(done(opened(), 1, { kind: 'acknowledge' }), at(11))
    expect(late?.facts.filter(({ action }) => action === 'incident.clock-breached')).toMatchObject([
      { detail: { clock: 'assessment', lines: ['R45', 'R46', 'R47'] } },
      { detail: { clock: 'status-message', lines: ['R48'] } },
    ])
    const clocks = late?.incident.clocks.map(({ name, metAt, breachedAt }) => [
      name,
      metAt !== null,
      breachedAt !== null,
    ])
    expect(clocks).toContainEqual(['acknowledge', true, false])
    expect(clocks).toContainEqual(['assessment', false, true])
    expect(passTime(late?.incident as Incident, at(12))).toBeNull()
  })

  test('the clock of the channel runs until a message was taken there (R32)', () => {
    const breachedBy = (change: IncidentChange | null) =>
      change?.facts.flatMap(({ action, detail }) =>
        action === 'incident.clock-breached' ? [detail.clock] : [],
      )
    const untold = opened('P1')
    expect(breachedBy(passTime(untold, at(5)))).toContain('channel')
    const told = openChannel(untold, begin + 4 * minuteMs, begin + 5 * minuteMs)?.incident as Incident
    expect(told.channelOpenedAt).toBe(begin + 4 * minuteMs)
    expect(breachedBy(passTime(told, at(5)))).not.toContain('channel')
    expect([isChannelAwaited(untold), isChannelAwaited(told)]).toEqual([true, false])
    expect(openChannel(told, begin + 6 * minuteMs, begin + 6 * minuteMs)).toBeNull()
  })

  test('every clock of the runbook has its line', () => {
    const lines = (severity: 'P1' | 'P2') => phaseClocks[severity].flatMap((clock) => clock.lines)
    expect(new Set([...lines('P1'), ...lines('P2')])).toEqual(
      new Set([
        'R3',
        ...Array.from({ length: 12 }, (_, n) => `R${29 + n}`),
        ...Array.from({ length: 8 }, (_, n) => `R${45 + n}`),
      ]),
    )
  })

  test('what nobody took ends by itself once it stayed away', () => {
    const quiet = ended(opened(), 2)
    expect(passTime(quiet, at(9))).toBeNull()
    const over = passTime(quiet, at(12))
    expect(over?.incident).toMatchObject({
      state: 'RESOLVED',
      resolvedBy: null,
      mitigatedAt: begin + 2 * minuteMs,
    })
    const taken = done(quiet, 3, { kind: 'acknowledge' })
    expect(passTime(taken, at(12))?.incident.state ?? 'ACKED').toBe('ACKED')
  })

  test('an alert that comes back opens it anew; a flapping one is watched three times as long', () => {
    let incident = opened()
    for (const minutes of [2, 4]) {
      incident = ended(incident, minutes)
      const back = anAlert({
        firingAt: begin + (minutes + 1) * minuteMs,
        activeAt: begin + minutes * minuteMs,
      })
      incident = feedAlert(incident, back, at(minutes + 1))?.incident ?? incident
    }
    incident = ended(incident, 6)
    expect(passTime(incident, at(17))?.incident.state ?? 'OPEN').toBe('OPEN')
    const over = passTime(incident, at(36))?.incident as Incident
    expect(over.state).toBe('RESOLVED')
    const back = anAlert({ firingAt: begin + 40 * minuteMs })
    const rules = { kinships: [], windowMs: 0, reopenWithinMs: 30 * minuteMs }
    expect(correlate(back, [over], rules).kind).toBe('reopens')
    const again = feedAlert(over, back, at(40))
    expect(again?.incident).toMatchObject({ state: 'OPEN', reopenings: 1, resolvedAt: null })
    expect(pagesOf(again ?? null)).toEqual(['reopened 0'])
  })

  test('a raised severity has its own clocks and calls', () => {
    const told = openChannel(opened(), begin + minuteMs, begin + minuteMs)?.incident as Incident
    const raised = done(told, 20, { kind: 'change-severity', severity: 'P1', reason: 'Everybody waits.' })
    expect(raised.clocks.find(({ name }) => name === 'channel')?.metAt).not.toBeNull()
    expect(raised.clocks.find(({ name }) => name === 'mitigation')?.dueAt).toBe(begin + 50 * minuteMs)
    const lateBefore = passTime(opened(), at(20))?.incident as Incident
    const afterBreach = done(lateBefore, 21, { kind: 'change-severity', severity: 'P1', reason: 'Worse.' })
    expect(pagesOf(passTime(afterBreach, at(21)))).toEqual(['unanswered 0', 'opened 1'])
  })
})

describe('which incident an alert belongs to', () => {
  const rules = {
    kinships: [{ cause: 'VitalDependencyDown', effects: ['ErrorRateHigh', 'QueueStuck'], equal: [] }],
    windowMs: 10 * minuteMs,
    reopenWithinMs: 30 * minuteMs,
  }
  const down = anAlert({ alert: 'VitalDependencyDown', labels: { dependency: 'store' } })

  test.each([
    ['the same alert', anAlert(), 'known'],
    ['what explains it', down, 'joins'],
    ['the same elsewhere', anAlert({ labels: { instance: 'web-2' } }), 'joins'],
    ['another one at the same time', anAlert({ alert: 'CertificateExpiring' }), 'opens'],
    ['another effect of what may cause it', anAlert({ alert: 'QueueStuck' }), 'joins'],
    ['the same with other labels of its own', anAlert({ labels: { resource: 'cpu' } }), 'opens'],
    [
      'the same elsewhere, but later',
      anAlert({ labels: { instance: 'web-2' }, activeAt: begin + 6e6 }),
      'opens',
    ],
  ])('%s', (_, alert, kind) => {
    expect(correlate(alert, [opened()], rules).kind).toBe(kind)
  })

  test('while the cause holds its effects may come late; what shares a dependency belongs together', () => {
    const cause = openIncident(openingOf(1, down), at(0)).incident
    expect(correlate(anAlert({ activeAt: begin + 6e7 }), [cause], rules).kind).toBe('joins')
    const failed = anAlert({ alert: 'ComponentFailed', labels: { dependency: 'store' } })
    expect(correlate(failed, [cause], rules).kind).toBe('joins')
  })

  test('what joins makes it as severe as the worst', () => {
    const joined = feedAlert(opened('P3'), anAlert({ alert: 'ServiceDown', severity: 'P1' }), at(2))
    expect(joined?.incident.severity).toBe('P1')
  })
})

describe('whatever happens', () => {
  const commands = fc.oneof(
    fc.constantFrom<IncidentCommand>(
      { kind: 'acknowledge' },
      { kind: 'investigate' },
      hypothesis,
      mitigation,
      { kind: 'monitor' },
      resolve,
      { kind: 'reopen', reason: 'No.' },
      { kind: 'assess', impact: 'Some.', plan: 'Look.', isEscalated: true },
      { kind: 'review', cause: 'That.' },
      { kind: 'engage', level: null, reason: 'Help.' },
      { kind: 'announce', text: 'Soon.' },
    ),
    fc
      .constantFrom('P1', 'P2', 'P3')
      .map((severity): IncidentCommand => ({ kind: 'change-severity', severity, reason: 'So.' })),
  )
  const events = fc.array(
    fc.record({
      minutes: fc.integer({ min: 0, max: 20 }),
      event: fc.oneof(
        commands.map((command) => ({ kind: 'command' as const, command })),
        fc.record({ kind: fc.constant('alert' as const), key: fc.nat(2), fires: fc.boolean() }),
        fc.constant({ kind: 'time' as const }),
      ),
    }),
    { maxLength: 40 },
  )

  test('the state is one of a true story', () => {
    fc.assert(
      fc.property(events, fc.constantFrom('P1' as const, 'P2' as const, 'P3' as const), (story, severity) => {
        let incident = opened(severity)
        let now = 0
        for (const { minutes, event } of story) {
          now += minutes
          const before = incident
          const change = stepOf(incident, event, now)
          if (change === null) continue
          incident = change.incident
          expectTruth(before, change, begin + now * minuteMs)
        }
      }),
      { numRuns: 300 },
    )
  })

  function stepOf(
    incident: Incident,
    event:
      | { kind: 'command'; command: IncidentCommand }
      | { kind: 'alert'; key: number; fires: boolean }
      | { kind: 'time' },
    now: number,
  ): IncidentChange | null {
    const context = at(now, { policy: { ...policy, verification: holds } })
    if (event.kind === 'time') return passTime(incident, context)
    if (event.kind === 'command') {
      const outcome = commandIncident(incident, event.command, context)
      if (!outcome.ok) expect(`${outcome.failure.message}${outcome.failure.remedy}`).not.toBe('')
      return outcome.ok ? outcome.value : null
    }
    const alert = anAlert({
      labels: event.key === 0 ? {} : { key: `${event.key}` },
      firingAt: context.at,
      resolvedAt: event.fires ? null : context.at,
    })
    const isReviewed = incident.state === 'REVIEWED'
    const isKnown = incident.alerts.some(({ key }) => key === alertKey(alert))
    // The one who correlates does not hand such to it.
    return isReviewed || (isOver(incident) && !isKnown) ? null : feedAlert(incident, alert, context)
  }

  function expectTruth(before: Incident, { incident, facts }: IncidentChange, now: number): void {
    expect(incident.version).toBe(before.version + 1)
    expect(isOver(incident)).toBe(incident.resolvedAt !== null)
    if (incident.state === 'MITIGATING' && before.state !== 'MITIGATING' && before.state !== 'MONITORING')
      expect(before.hypothesis).not.toBeNull()
    if (incident.state === 'RESOLVED' && before.state !== 'RESOLVED') {
      expect(firingAlerts(incident)).toEqual([])
      expect(
        now - Math.max(...incident.alerts.map(({ resolvedAt }) => resolvedAt ?? now)),
      ).toBeGreaterThanOrEqual(policy.stabilityMs[incident.severity])
    }
    if (incident.mitigatedAt !== null && !isOver(incident)) expect(firingAlerts(incident)).toEqual([])
    if (incident.state !== before.state) expect(facts.length).toBeGreaterThan(0)
    expect(new Set(incident.clocks.map(({ name }) => name)).size).toBe(incident.clocks.length)
    expect(new Set(incident.calls.map(({ level }) => level)).size).toBe(incident.calls.length)
    if (isOver(before))
      expect(facts.some(({ action }) => action === 'incident.called')).toBe(incident.state === 'OPEN')
  }
})

function pagesOf(change: IncidentChange | null): readonly string[] {
  return (change?.messages ?? []).flatMap((message) =>
    message.kind === 'page' ? [`${message.why} ${message.level}`] : [],
  )
}
