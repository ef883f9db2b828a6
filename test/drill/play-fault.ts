/** Plays one fault and watches what the service and its watch make of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { IncidentCommand } from '../../src/domain/incident/incident-command.ts'
import type { AlertStanding, IncidentView, RunbookStep, StepRun } from './api-client.ts'
import { diagnosisIn } from './diagnosis-in.ts'
import type { Fault } from './fault.ts'
import type { Page } from './pager.ts'
import type { Stage } from './stage.ts'

/** Times in milliseconds of the watch's clock, from the fault on; null: it did not come in time. */
export interface Played {
  readonly fault: string
  readonly absence: string | null
  readonly alert: string
  readonly severity: string
  readonly detectedMs: number | null
  readonly pagedMs: number | null
  /** Severity on the page. */
  readonly pagedAs: string | null
  /** The incident's title, or the page's where there was none. */
  readonly said: string | null
  readonly page: string | null
  /** Of the page's read steps that the alert ran: how many, and how many did not find what they expect. */
  readonly diagnosis: { readonly run: number; readonly failed: number }
  readonly mitigation: string
  readonly verification: string
  readonly clearedMs: number | null
  /** Alerts that had no business. */
  readonly strangers: readonly string[]
}

const lookEveryMs = 250
/** Each asks the runbook's verifications, which are commands. */
const resolveEveryMs = 5_000
/** A few seconds of a busy processor are many minutes of a fast clock. */
const ofTheDrill = ['ResourceHigh', 'ResourceExhausted', 'EventLoopBlocked']
/** Of the watch's clock. */
const detectMsMax = 40 * 60_000
const clearMsMax = 60 * 60_000

export async function playFault(stage: Stage, fault: Fault, tell: (words: string) => void): Promise<Played> {
  const absence = fault.absence?.(stage) ?? null
  if (absence !== null) return notPlayed(fault, absence)
  const { api, pager } = stage
  const beganAt = Date.now()
  const pagesBefore = pager.pages.length
  const watchMs = () => Math.round((Date.now() - beganAt) * stage.speed)
  const strangers = new Set<string>()
  const expected = new Set([fault.alert, ...fault.consequences, ...ofTheDrill])
  const pageOf = () => pager.pages.slice(pagesBefore).find((page) => isAbout(page, fault))

  tell(`${fault.name}: waiting for ${fault.alert}`)
  await fault.inject(stage)
  const detectedMs = await waitFor(stage, detectMsMax, async () => {
    const firing = await firingAlerts(stage)
    for (const alert of firing) if (!expected.has(alert)) strangers.add(alert)
    return firing.includes(fault.alert) || pageOf() !== undefined ? watchMs() : null
  })
  tell(`${fault.name}: waiting for the page`)
  const paged = await waitFor(stage, detectMsMax, async () => pageOf() ?? null)
  const pagedMs = paged === null ? null : Math.round((paged.atMs - beganAt) * stage.speed)

  // Without its store the service has no incident to show yet: it is put right first.
  const isBlind = (await api.get('/alerts')) === null
  if (isBlind) await fault.mend(stage)
  const incident = await waitFor(stage, clearMsMax, () => incidentAbout(stage, fault))
  const diagnosis = await waitFor(stage, 15 * 60_000, () =>
    diagnosisOf(stage, incident?.incident.id ?? null, fault.alert),
  )
  await command(stage, incident, { kind: 'acknowledge' })
  await command(stage, incident, { kind: 'hypothesise', text: `The drill plays: ${fault.name}.` })
  const pageName = await pageOfAlert(stage, fault.alert)
  tell(`${fault.name}: mitigation`)
  const mitigation = isBlind
    ? { words: 'outside: store mended', undo: null }
    : await runFirst(stage, pageName, { section: 'Mitigation', kind: 'change' }, incident)
  if (!isBlind) await fault.mend(stage)
  await command(stage, incident, { kind: 'mitigate', action: `outside: ${fault.name} mended`, undo: null })
  await command(stage, incident, { kind: 'monitor' })
  tell(`${fault.name}: waiting until it clears`)
  const mendedMs = watchMs()
  const clearedAt = await waitFor(stage, clearMsMax, async () =>
    (await firingAlerts(stage)).includes(fault.alert) ? null : watchMs(),
  )
  if (mitigation.undo !== null) await runStep(stage, pageName, mitigation.undo, incident)
  const verification = await runFirst(stage, pageName, { section: 'Verification', kind: 'read' }, incident)
  await waitFor(
    stage,
    clearMsMax,
    async () => ((await resolve(stage, incident)) ? true : null),
    resolveEveryMs,
  )
  return {
    fault: fault.name,
    absence: null,
    alert: fault.alert,
    severity: fault.severity,
    detectedMs,
    pagedMs,
    pagedAs: paged?.severity ?? null,
    said: incident?.incident.title ?? paged?.title ?? null,
    page: pageName,
    diagnosis: diagnosis ?? { run: 0, failed: 0 },
    mitigation: mitigation.words,
    verification: verification.words,
    clearedMs: clearedAt === null ? null : clearedAt - mendedMs,
    strangers: [...strangers],
  }
}

function notPlayed(fault: Fault, absence: string): Played {
  return {
    ...{ fault: fault.name, absence, alert: fault.alert, severity: fault.severity },
    ...{ detectedMs: null, pagedMs: null, pagedAs: null, said: null, page: null },
    ...{
      diagnosis: { run: 0, failed: 0 },
      mitigation: '-',
      verification: '-',
      clearedMs: null,
      strangers: [],
    },
  }
}

function isAbout(page: Page, { alert }: Fault): boolean {
  return page.kind === 'page' && `${page.title} ${page.text}`.includes(alert)
}

export async function firingAlerts({ api }: Stage): Promise<readonly string[]> {
  const answer = await api.get<{ readonly alerts: readonly AlertStanding[] }>('/alerts')
  return (answer?.alerts ?? [])
    .filter(({ state, alert }) => state === 'firing' && alert !== 'Watchdog')
    .map(({ alert }) => alert)
}

async function incidentAbout({ api }: Stage, { alert }: Fault): Promise<IncidentView | null> {
  const listed = await api.get<{ readonly incidents: readonly IncidentView['incident'][] }>(
    '/incidents?limit=20',
  )
  const found = listed?.incidents.find(
    ({ state, alerts }) =>
      state !== 'RESOLVED' && state !== 'REVIEWED' && alerts.some((one) => one.alert === alert),
  )
  return found === undefined ? null : api.get<IncidentView>(`/incidents/${found.id}`)
}

async function diagnosisOf(
  { api }: Stage,
  id: number | null,
  alert: string,
): Promise<Played['diagnosis'] | null> {
  const view = id === null ? null : await api.get<IncidentView>(`/incidents/${id}`)
  return view === null ? null : diagnosisIn(view.timeline, alert)
}

async function pageOfAlert({ api }: Stage, alert: string): Promise<string | null> {
  const answer = await api.get<{ readonly alerts: readonly AlertStanding[] }>('/alerts')
  return answer?.alerts.find((one) => one.alert === alert)?.page ?? null
}

/** The first step of that section and kind which needs no parameters. */
async function runFirst(
  stage: Stage,
  page: string | null,
  wanted: Pick<RunbookStep, 'section' | 'kind'>,
  incident: IncidentView | null,
): Promise<{ readonly words: string; readonly undo: string | null }> {
  const shown =
    page === null
      ? null
      : await stage.api.get<{ readonly steps: readonly RunbookStep[] }>(`/runbook/pages/${page}`)
  const step = shown?.steps.find(
    (one) =>
      one.section === wanted.section &&
      one.kind === wanted.kind &&
      one.parameters.length === 0 &&
      !one.needs.includes('kubernetes'),
  )
  if (step === undefined) return { words: 'by hand', undo: null }
  return { words: `${step.id}: ${await runStep(stage, page, step.id, incident)}`, undo: step.undo }
}

/** @returns what came of it */
async function runStep(
  { api }: Stage,
  page: string | null,
  step: string,
  incident: IncidentView | null,
): Promise<string> {
  const run = await api.post<StepRun>(`/runbook/pages/${page}/steps/${step}/run`, {
    parameters: {},
    incident: incident?.incident.id ?? null,
    isConfirmed: true,
  })
  return run?.report?.result.verdict ?? 'no answer'
}

async function command({ api }: Stage, view: IncidentView | null, body: IncidentCommand): Promise<boolean> {
  if (view === null) return false
  return (await api.post(`/incidents/${view.incident.id}/commands`, body)) !== null
}

async function resolve(stage: Stage, view: IncidentView | null): Promise<boolean> {
  if (view === null) return true
  const now = await stage.api.get<IncidentView>(`/incidents/${view.incident.id}`)
  if (now?.incident.state === 'RESOLVED' || now?.incident.state === 'REVIEWED') return true
  return command(stage, view, { kind: 'resolve', despite: null })
}

/** Asks again and again. @returns null when so much of the watch's time has gone by, or the service is no more */
export async function waitFor<Value>(
  stage: Stage,
  watchMsMax: number,
  ask: () => Promise<Value | null>,
  everyMs = lookEveryMs,
): Promise<Value | null> {
  const until = Date.now() + stage.realMs(watchMsMax)
  for (;;) {
    const value = await ask()
    if (value !== null) return value
    if (Date.now() > until || stage.hasEnded()) return null
    await sleep(everyMs)
  }
}
