/** Incidents: written whole, changed by one at a time. */
import { expect, test } from 'vitest'
import type { AlertInstance } from '../../../domain/alert/alert.ts'
import type { Incident } from '../../../domain/incident/incident.ts'
import type { IncidentPolicy } from '../../../domain/incident/incident-change.ts'
import { openIncident, openingOf } from '../../../domain/incident/open-incident.ts'
import type { Notification } from '../../../domain/notification/notification.ts'
import { diagnosedKey } from '../incidents.ts'
import { anEntry, ann } from './journal-stories.ts'
import { eventually, type StoreWorld } from './samples.ts'

const at = Date.UTC(2026, 10, 23, 12)

export function anAlert(but: Partial<AlertInstance> = {}): AlertInstance {
  return {
    alert: 'ServiceDown',
    severity: 'P1',
    labels: { instance: 'web-1' },
    summary: 'The service is down.',
    value: 0,
    activeAt: at - 300_000,
    firingAt: at,
    resolvedAt: null,
    source: 'built-in',
    ...but,
  }
}

const policy: IncidentPolicy = {
  stabilityMs: { P1: 1, P2: 1, P3: 1 },
  reopenWithinMs: 1,
  planCalls: () => [{ level: 0, isAtOnce: true, nextAt: at, times: 0, lastAt: null }],
  repeatCallMs: () => 60_000,
  mayPage: () => true,
  levels: 1,
  verification: null,
}

function anIncident(id: number, alert = anAlert()): Incident {
  return openIncident(openingOf(id, alert), { actor: ann, at, policy }).incident
}

function aMessage(dedupeKey: string): Notification {
  return {
    dedupeKey,
    thread: 'incident-1',
    kind: 'page',
    severity: 'P1',
    title: 'odd \0',
    text: '',
    incident: 1,
    links: [],
    to: { kind: 'channel' },
  }
}

export function incidentsStories(world: () => StoreWorld): void {
  test('an incident is read as it was written, with its entries and messages', async () => {
    const { incidents, journal } = world().store
    expect(await incidents.current(at)).toEqual({ incidents: [], lastId: 0, diagnosed: new Set() })
    const incident = anIncident(1)
    const entries = [anEntry({ incident: 1 }), anEntry({ incident: 1, action: 'test.other' })]
    expect(await incidents.save({ incident, entries, messages: [aMessage('a')] })).toBe('saved')
    const read = { ...incident, clocks: expect.arrayContaining([...incident.clocks]) }
    expect(await incidents.find(1)).toEqual(read)
    expect(await incidents.find(2)).toBeNull()
    expect((await incidents.current(at)).incidents).toEqual([read])
    expect(await journal.ofIncident(1, 10)).toHaveLength(2)
    const unsent = await incidents.unsent(10)
    expect(unsent.map(({ notification }) => notification.dedupeKey)).toEqual(['a'])
    await incidents.handedOver(unsent.map(({ id }) => id))
    expect(await incidents.unsent(10)).toEqual([])
  })

  test('of two that change it at once one is told to look again, and writes nothing', async () => {
    const { incidents, journal } = world().store
    const other = await world().another()
    const incident = anIncident(1)
    await incidents.save({ incident, entries: [], messages: [] })
    const next = { ...incident, version: 2 }
    const said = await Promise.all(
      [incidents, other.incidents].map((rows, n) =>
        rows.save({
          incident: { ...next, title: `of ${n}` },
          entries: [anEntry({ incident: 1 })],
          messages: [aMessage(`${n}`)],
        }),
      ),
    )
    expect(said.toSorted()).toEqual(['changed-meanwhile', 'saved'])
    expect((await incidents.find(1))?.title).toBe(`of ${said.indexOf('saved')}`)
    expect(await journal.read(0, 10)).toHaveLength(1)
    expect(await incidents.unsent(10)).toHaveLength(1)
  })

  test('of many that open one at once one does; numbers have no gaps', async () => {
    const stores = [world().store, await world().another()]
    const said = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        stores[n % 2]?.incidents.save({
          incident: anIncident(1, anAlert({ labels: { instance: `${n}` } })),
          entries: [anEntry()],
          messages: [],
        }),
      ),
    )
    expect(said.filter((one) => one === 'saved')).toHaveLength(1)
    const { incidents } = world().store
    expect(await incidents.save({ incident: anIncident(3), entries: [], messages: [] })).toBe(
      'changed-meanwhile',
    )
    const second = { incident: anIncident(2), entries: [], messages: [] }
    expect(await incidents.save(second)).toBe('saved')
  })

  test('an alert is in one open incident, and free again when that is over', async () => {
    const { incidents } = world().store
    const first = anIncident(1)
    await incidents.save({ incident: first, entries: [], messages: [] })
    const second = { incident: anIncident(2), entries: [], messages: [] }
    expect(await incidents.save(second)).toBe('changed-meanwhile')
    const over: Incident = { ...first, version: 2, state: 'RESOLVED', resolvedAt: at + 1 }
    expect(await incidents.save({ incident: over, entries: [], messages: [] })).toBe('saved')
    expect(await incidents.save(second)).toBe('saved')
    expect((await incidents.current(at)).incidents.map(({ id }) => id)).toEqual([1, 2])
    expect((await incidents.current(at + 2)).incidents.map(({ id }) => id)).toEqual([2])
    expect((await incidents.list(['RESOLVED'], null, 10)).map(({ id }) => id)).toEqual([1])
    expect((await incidents.list(null, 2, 10)).map(({ id }) => id)).toEqual([1])
    expect(await incidents.times(at)).toEqual([])
    expect(await incidents.times(0)).toMatchObject([{ id: 1, resolvedAt: at + 1 }, { id: 2 }])
  })

  test('evidence, and which pages were run', async () => {
    const { incidents } = world().store
    const incident = anIncident(1)
    await incidents.save({ incident, entries: [], messages: [] })
    const probes = [{ name: 'health', result: 'answered', tookMs: 3, seen: { odd: '\0' } }] as const
    const bundle = { incident: 1, collectedAt: at, digest: 'ab', probes }
    await incidents.addEvidence(bundle)
    expect(await incidents.evidenceOf(1, 10)).toEqual([bundle])
    const key = incident.alerts[0]?.key ?? ''
    expect(await incidents.markDiagnosed(1, key, at)).toBe(true)
    expect(await incidents.markDiagnosed(1, key, at)).toBe(false)
    expect((await incidents.current(at)).diagnosed).toEqual(new Set([diagnosedKey(1, key)]))
    // A change of the incident does not forget it.
    await incidents.save({ incident: { ...incident, version: 2 }, entries: [], messages: [] })
    expect((await incidents.current(at)).diagnosed.size).toBe(1)
  })

  test('the newest lines of the logs are kept', async () => {
    const { logLines } = world().store
    await logLines.add([])
    const line = { at, process: 'worker', level: 'error', line: '{"msg":"odd \0"}' } as const
    await logLines.add([line, { ...line, level: 'warn', line: 'second' }])
    expect(await logLines.list(1)).toEqual([{ ...line, level: 'warn', line: 'second' }])
    await logLines.add(Array.from({ length: 600 }, () => line))
    await eventually(async () => (await logLines.list(1_000)).length === 500)
  })
}
