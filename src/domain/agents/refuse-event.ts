/** Whether an event fits the step that a dialogue waits for. What was not asked is not heard. */
import { claimsMax, type DialogueEvent, type Proposal, type Reply, type Step } from './dialogue-event.ts'

const eventOf = {
  propose: 'proposed',
  challenge: 'challenged',
  answer: 'answered',
  settle: 'settled',
} as const

/** @returns what is not legal about it, in a sentence; null when it is */
export function refusalOf(step: Step | 'done', event: DialogueEvent): string | null {
  if (step === 'done') return `The dialogue is over; "${event.kind}" comes too late.`
  if (event.kind === 'silent' || event.kind === 'stopped') return null
  const expected = eventOf[step.kind]
  if (event.kind !== expected)
    return `The step is "${step.kind}": "${expected}" is expected, not "${event.kind}".`
  const judges = 'judges' in step ? step.judges : []
  const answers = 'answers' in step ? step.answers : []
  return (
    ('proposals' in event ? tooMany(event.proposals) : null) ??
    ('verdicts' in event ? outsideOf(event.verdicts, judges, 'judged') : null) ??
    ('replies' in event
      ? (outsideOf(event.replies, answers, 'answered') ?? misfit(event.replies, step))
      : null)
  )
}

function tooMany(proposals: readonly Proposal[]): string | null {
  return proposals.length > claimsMax ? `At most ${claimsMax} claims may be made at once.` : null
}

function outsideOf(
  said: readonly { readonly claim: string }[],
  asked: readonly string[],
  verb: string,
): string | null {
  const ids = said.map(({ claim }) => claim)
  const stranger = ids.find((id) => !asked.includes(id))
  if (stranger !== undefined) return `Claim ${JSON.stringify(stranger)} is not to be ${verb} now.`
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  return twice === undefined ? null : `Claim ${twice} was ${verb} twice in one turn.`
}

function misfit(replies: readonly Reply[], step: Step): string | null {
  for (const { claim, stance, revised } of replies) {
    if ((stance === 'revise') !== (revised !== null))
      return `Claim ${claim}: a revision, and nothing else, has a new claim.`
    // The last word must not put up something that nobody can speak about any more.
    if (stance === 'revise' && step.kind === 'settle')
      return `Claim ${claim}: only the coder revises; the reviewer insists or withdraws.`
  }
  return null
}
