/** The last step: every word of a model in what is told, and in what is said of the dropped, passes the output check. */
import type { Voice } from '../../domain/agents/voice.ts'
import type { DroppedFinding } from '../../domain/finding/finding.ts'
import type { Outcome } from '../../domain/outcome.ts'
import type { AgentObservation, ChangeToDiscuss } from '../../ports/agents/agents.ts'
import type { CheckOutput, OutputText } from '../hostile/check-output.ts'
import type { Grounded } from './grounding.ts'

const messageMax = 1_500
const voiceMax = 1_000
const codeMax = 8_000

export async function publishable(
  { observations, dropped }: Grounded,
  change: ChangeToDiscuss,
  checkOutput: CheckOutput,
): Promise<Grounded> {
  const texts: OutputText[] = []
  const asks = [...observations.map(ofObservation), ...dropped.map(ofDropped)]
  const counts = asks.map((ask) => texts.push(...ask) - ask.length)
  const subject = {
    mask: change.mask,
    texts: change.files.flatMap(({ head, base }) => [head ?? '', base ?? '']),
  }
  const checked = await checkOutput(texts, subject)
  const answers = asks.map((ask, at) => checked.slice(counts[at], (counts[at] as number) + ask.length))

  const told: AgentObservation[] = []
  const out: DroppedFinding[] = []
  observations.forEach((observation, at) => {
    const { kept, lost } = settle(observation, answers[at] ?? [])
    if (kept !== null) told.push(kept)
    if (lost !== null) out.push(lost)
  })
  dropped.forEach((finding, at) => {
    out.push(settleDropped(finding, answers[observations.length + at] ?? []))
  })
  return { observations: told, dropped: out }
}

type Answers = readonly Outcome<string, string>[]

function ofObservation({ message, replacement, voices }: AgentObservation): readonly OutputText[] {
  return [
    prose(message, messageMax),
    { kind: 'code', text: replacement ?? '', charactersMax: codeMax },
    ...ofVoices(voices),
  ]
}

function ofDropped({ message, path, voices }: DroppedFinding): readonly OutputText[] {
  return [prose(message, messageMax), prose(path, messageMax), ...ofVoices(voices ?? [])]
}

function ofVoices(voices: readonly Voice[]): readonly OutputText[] {
  return voices.map(({ text }) => prose(text, voiceMax))
}

function prose(text: string, charactersMax: number): OutputText {
  return { kind: 'prose', text, charactersMax }
}

interface Settled {
  readonly kept: AgentObservation | null
  readonly lost: DroppedFinding | null
}

function settle(observation: AgentObservation, [message, code, ...voices]: Answers): Settled {
  const { path, line, severity, rule } = observation
  const name = `agents/${rule}`
  if (message === undefined || !message.ok || message.value === '') {
    const detail = message === undefined || message.ok ? 'Nothing is left of it.' : message.failure
    return { kept: null, lost: { path, line, severity, ...untold, detail } }
  }
  const kept = { ...observation, message: message.value, voices: settledVoices(observation.voices, voices) }
  if (observation.replacement === null || code === undefined || code.ok) return { kept, lost: null }
  const detail = `The finding is told, the code that it proposes is not: ${code.failure}`
  const lost = {
    path,
    line,
    severity,
    rule: name,
    message: message.value,
    reason: 'unpublishable',
    detail,
  } as const
  return { kept: { ...kept, replacement: null }, lost }
}

function settleDropped(finding: DroppedFinding, [message, path, ...voices]: Answers): DroppedFinding {
  const shownPath = path?.ok === false ? '(not shown)' : finding.path
  if (message === undefined || !message.ok)
    return {
      path: shownPath,
      line: finding.line,
      severity: finding.severity,
      ...untold,
      detail: message?.failure ?? '',
    }
  return {
    ...finding,
    path: shownPath,
    message: message.value,
    ...(finding.voices === undefined ? {} : { voices: settledVoices(finding.voices, voices) }),
  }
}

const untold = {
  rule: 'agents/unpublishable',
  message: 'A claim whose words must not be repeated.',
  reason: 'unpublishable',
} as const

function settledVoices(voices: readonly Voice[], answers: Answers): readonly Voice[] {
  return voices.map((voice, at) => {
    const answer = answers[at]
    return { ...voice, text: answer?.ok === true ? answer.value : '(Left out: it must not be repeated.)' }
  })
}
