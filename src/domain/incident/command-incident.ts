/** What people do with an incident: the next state, or a refusal that says what to do instead. */
import { type AccessRole, may } from '../actor/actor.ts'
import { assertNever } from '../assert-never.ts'
import { succeed } from '../outcome.ts'
import { followUp, review } from './aftermath.ts'
import type { CommandOutcome } from './command-outcome.ts'
import { reopened } from './feed-alert.ts'
import { firingAlerts, type Incident, isOver } from './incident.ts'
import {
  boundText,
  conclude,
  type IncidentChange,
  type IncidentContext,
  proceed,
  unchanged,
} from './incident-change.ts'
import type { IncidentCommand } from './incident-command.ts'
import { refuse, wrongState } from './refusals.ts'
import { resolveIncident } from './resolve-incident.ts'
import { raiseTo } from './severity.ts'

export function commandIncident(
  incident: Incident,
  command: IncidentCommand,
  context: IncidentContext,
): CommandOutcome {
  const needed: AccessRole = command.kind === 'resolve' && command.despite !== null ? 'admin' : 'responder'
  if (!may(context.actor, needed)) {
    const message = `${context.actor.name} has the role ${context.actor.role}; this needs ${needed}.`
    return refuse('not-allowed', message, `Ask somebody with the role ${needed}.`)
  }
  const empty = emptyTextOf(command)
  if (empty !== null) return refuse('missing', `The ${empty} is empty.`, 'Say it in a sentence.')
  const outcome = take(incident, command, context)
  return outcome.ok ? succeed(conclude(outcome.value, context.at)) : outcome
}

function take(incident: Incident, command: IncidentCommand, context: IncidentContext): CommandOutcome {
  switch (command.kind) {
    case 'note':
      return succeed(
        proceed(unchanged(incident), {
          fact: { action: 'incident.note', detail: { text: boundText(command.text) } },
        }),
      )
    case 'add-follow-up':
    case 'end-follow-up':
      return followUp(incident, command, context)
    case 'review':
      return review(incident, command, context)
    case 'reopen':
      return reopen(incident, command.reason, context)
    default:
      if (isOver(incident)) return wrongState(incident, 'It is over.', `reopen ${incident.id} --reason WHY`)
      return work(incident, command, context)
  }
}

type WorkCommand = Exclude<
  IncidentCommand,
  { kind: 'note' | 'add-follow-up' | 'end-follow-up' | 'review' | 'reopen' }
>

function work(incident: Incident, command: WorkCommand, context: IncidentContext): CommandOutcome {
  switch (command.kind) {
    case 'acknowledge':
      if (incident.state === 'OPEN') return succeed(acknowledged(incident, context))
      return wrongState(incident, `${incident.ackedBy ?? 'Somebody'} has it.`, `investigate ${incident.id}`)
    case 'assess':
      return assess(incident, command, context)
    case 'investigate':
      return investigate(incident, context)
    case 'hypothesise':
      return hypothesise(incident, command.text, context)
    case 'mitigate':
      return mitigate(incident, command, context)
    case 'monitor':
      return monitor(incident, context)
    case 'resolve':
      return resolveIncident(incident, command.despite, context)
    case 'change-severity':
      if (command.severity === incident.severity)
        return refuse('wrong-state', `It is ${incident.severity} already.`, 'Name another severity.')
      return succeed(raiseTo(unchanged(incident), command.severity, boundText(command.reason, 500), context))
    case 'announce':
      return succeed(announced(unchanged(incident), boundText(command.text), context))
    case 'engage':
      return engage(unchanged(incident), command.level, boundText(command.reason, 500), context)
    case 'assign':
      return assign(incident, boundText(command.person, 100))
    default:
      return assertNever(command)
  }
}

/** Whoever does the next thing has taken it. */
function acknowledged(incident: Incident, { actor, at }: IncidentContext): IncidentChange {
  if (incident.state !== 'OPEN') return unchanged(incident)
  return proceed(unchanged(incident), {
    set: {
      state: 'ACKED',
      ackedAt: incident.ackedAt ?? at,
      ackedBy: actor.name,
      responders: withPerson(incident.responders, actor.name),
      calls: incident.calls.map((call) => (call.times > 0 ? { ...call, nextAt: null } : call)),
    },
    fact: { action: 'incident.acknowledged', detail: {} },
    messages: [{ kind: 'acknowledged', text: `${actor.name} has it.` }],
  })
}

function assess(
  incident: Incident,
  { impact, plan, isEscalated }: Extract<IncidentCommand, { kind: 'assess' }>,
  context: IncidentContext,
): CommandOutcome {
  const assessment = { impact: boundText(impact), plan: boundText(plan), isEscalated }
  const assessed = proceed(acknowledged(incident, context), {
    set: { assessment },
    fact: { action: 'incident.assessed', detail: assessment },
  })
  const told = announced(assessed, `Impact: ${assessment.impact} Plan: ${assessment.plan}`, context)
  return isEscalated ? engage(told, null, 'The assessment asks for more people.', context) : succeed(told)
}

function investigating(incident: Incident, context: IncidentContext): IncidentChange {
  return proceed(acknowledged(incident, context), {
    set: { state: 'INVESTIGATING', investigatingAt: incident.investigatingAt ?? context.at },
    fact: { action: 'incident.investigating', detail: {} },
  })
}

function investigate(incident: Incident, context: IncidentContext): CommandOutcome {
  const { state, id } = incident
  if (state === 'INVESTIGATING') return wrongState(incident, 'It is.', `hypothesis ${id} TEXT`)
  // Back from a mitigation: what was supposed did not hold.
  return succeed(proceed(investigating(incident, context), { set: { hypothesis: null, monitoringAt: null } }))
}

function hypothesise(incident: Incident, text: string, context: IncidentContext): CommandOutcome {
  const hypothesis = boundText(text)
  const isBefore = incident.state === 'OPEN' || incident.state === 'ACKED'
  return succeed(
    proceed(isBefore ? investigating(incident, context) : unchanged(incident), {
      set: { hypothesis },
      fact: { action: 'incident.hypothesis', detail: { text: hypothesis } },
    }),
  )
}

function mitigate(
  incident: Incident,
  { action, undo }: Extract<IncidentCommand, { kind: 'mitigate' }>,
  { actor, at }: IncidentContext,
): CommandOutcome {
  if (incident.hypothesis === null) {
    const message = 'There is no hypothesis yet: what is done against an unknown cause may make it worse.'
    return refuse('missing', message, `Run "autogen-bot incident hypothesis ${incident.id} TEXT" first.`)
  }
  const mitigation = {
    at,
    by: actor.name,
    action: boundText(action, 500),
    undo: undo === null ? null : boundText(undo, 500),
  }
  return succeed(
    proceed(unchanged(incident), {
      set: {
        state: 'MITIGATING',
        mitigatingAt: incident.mitigatingAt ?? at,
        monitoringAt: null,
        mitigations: [...incident.mitigations, mitigation].slice(-50),
      },
      fact: {
        action: 'incident.mitigation',
        detail: { action: mitigation.action, undo: mitigation.undo },
      },
      messages: [{ kind: 'news', text: `Mitigation: ${mitigation.action}` }],
    }),
  )
}

function monitor(incident: Incident, { at }: IncidentContext): CommandOutcome {
  const { state, id } = incident
  if (state === 'MONITORING') return wrongState(incident, 'It is being watched.', `resolve ${id}`)
  if (state !== 'MITIGATING')
    return wrongState(incident, 'Nothing was done against it yet.', `mitigate ${id} WHAT`)
  return succeed(
    proceed(unchanged(incident), {
      set: {
        state: 'MONITORING',
        monitoringAt: at,
        mitigatedAt: firingAlerts(incident).length > 0 ? null : (incident.mitigatedAt ?? at),
      },
      fact: { action: 'incident.monitoring', detail: {} },
      messages: [{ kind: 'news', text: 'Mitigated; now it is watched.' }],
    }),
  )
}

function reopen(incident: Incident, reason: string, context: IncidentContext): CommandOutcome {
  if (incident.state === 'REVIEWED')
    return refuse(
      'wrong-state',
      'It has been reviewed.',
      'Declare a new incident: "autogen-bot incident declare".',
    )
  if (incident.state !== 'RESOLVED') return wrongState(incident, 'It is not resolved.', `show ${incident.id}`)
  const again = reopened(unchanged(incident), context, boundText(reason, 500))
  const taken = investigating(again.incident, context)
  return succeed({
    incident: taken.incident,
    facts: [...again.facts, ...taken.facts],
    messages: [...again.messages, ...taken.messages],
  })
}

function announced(change: IncidentChange, text: string, { at }: IncidentContext): IncidentChange {
  return proceed(change, {
    set: { statusAt: at },
    fact: { action: 'incident.status', detail: { text } },
    messages: [{ kind: 'news', text }],
  })
}

function engage(
  change: IncidentChange,
  wanted: number | null,
  reason: string,
  { at, policy }: IncidentContext,
): CommandOutcome {
  const { calls } = change.incident
  const called = new Set(calls.filter(({ times }) => times > 0).map(({ level }) => level))
  const levels = Array.from({ length: policy.levels }, (_, level) => level)
  const level = wanted ?? levels.find((one) => !called.has(one)) ?? policy.levels - 1
  if (!levels.includes(level))
    return refuse('missing', `There is no level ${level}.`, `Levels are 0 to ${policy.levels - 1}.`)
  const before = calls.find((call) => call.level === level)
  const call = {
    level,
    isAtOnce: before?.isAtOnce ?? false,
    nextAt: null,
    times: (before?.times ?? 0) + 1,
    lastAt: at,
  }
  return succeed(
    proceed(change, {
      set: {
        calls: [...calls.filter((other) => other.level !== level), call].sort((a, b) => a.level - b.level),
      },
      fact: { action: 'incident.engaged', detail: { level, reason } },
      messages: [{ kind: 'page', level, why: 'engaged', detail: reason }],
    }),
  )
}

function assign(incident: Incident, person: string): CommandOutcome {
  return succeed(
    proceed(unchanged(incident), {
      set: { responders: withPerson(incident.responders, person) },
      fact: { action: 'incident.assigned', detail: { person } },
      messages: [{ kind: 'news', text: `${person} works on it.` }],
    }),
  )
}

function withPerson(people: readonly string[], person: string): readonly string[] {
  return people.includes(person) ? people : [...people, person].slice(-50)
}

/** @returns what is missing */
function emptyTextOf(command: IncidentCommand): string | null {
  const texts: readonly (readonly [string, unknown])[] = Object.entries(command)
  const empty = texts.find(
    ([name, value]) => name !== 'kind' && typeof value === 'string' && value.trim() === '',
  )
  return empty?.[0] ?? null
}
