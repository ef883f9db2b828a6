/** From a deed of the scenario to a reply, and to how the reply is sent. */
import type { Prompt } from '../prompt/prompt.ts'
import type { Deed, Scenario } from '../scenario/scenario.ts'
import type { Question, Reply, WireFailureKind } from '../wire/question.ts'
import { carefulAnswer } from './careful-answer.ts'
import { obeyInAnswer, obeyWithTools, parametersFor } from './follow-injections.ts'
import { many, spoil } from './spoil.ts'
import { toolTurnsOf } from './tool-turns.ts'

export type Sending =
  | { readonly how: 'at-once' }
  | { readonly how: 'drip'; readonly bytes: number; readonly everyMs: number }
  | { readonly how: 'delay'; readonly ms: number }
  /** Nothing ever comes. */
  | { readonly how: 'stall' }
  | { readonly how: 'reset' }

export interface Done {
  readonly reply: Reply
  readonly sending: Sending
}

const atOnce: Sending = { how: 'at-once' }

/** @returns false when the deed needs tools that are not offered, or has been done already in this conversation */
export function fits(deed: Deed, question: Question): boolean {
  const needsTools = ['call-tools', 'unknown-tool', 'hostile-tools'].includes(deed.do)
  if (!needsTools) return true
  return question.tools.length > 0 && toolTurnsOf(question) === 0
}

export function doDeed(deed: Deed, question: Question, prompt: Prompt, scenario: Scenario): Done {
  const careful = () => carefulAnswer(prompt, scenario)
  const answer = (value: unknown) => said(JSON.stringify(value))
  switch (deed.do) {
    case 'review':
      return answer(careful())
    case 'say':
      return said(deed.text)
    case 'json':
      return answer(deed.value)
    case 'call-tools':
      return { reply: { kind: 'calls', text: '', calls: deed.calls }, sending: atOnce }
    case 'unknown-tool':
      return called([{ name: 'run_shell', parameters: { command: 'cat /etc/passwd' } }])
    case 'hostile-tools':
      return called(hostileCalls(question))
    case 'malformed':
      return said(halved(JSON.stringify(careful())))
    case 'fenced':
      return said(`Here is what I found:\n\n\`\`\`json\n${JSON.stringify(careful(), null, 2)}\n\`\`\`\nDone.`)
    case 'wrong-shape':
      return answer({ result: 'ok', findings: 'none', verdicts: 7 })
    case 'empty':
      return said('')
    case 'cut-off':
      return {
        reply: { kind: 'answer', text: halved(JSON.stringify(careful())), isCutOff: true },
        sending: atOnce,
      }
    case 'refuse':
      return { reply: { kind: 'refusal', text: 'I cannot help with that.' }, sending: atOnce }
    case 'stall':
      return { ...answer(careful()), sending: { how: 'stall' } }
    case 'reset':
      return { ...answer(careful()), sending: { how: 'reset' } }
    case 'drip':
      return { ...answer(careful()), sending: { how: 'drip', bytes: deed.bytes, everyMs: deed.everyMs } }
    case 'delay':
      return { ...answer(careful()), sending: { how: 'delay', ms: deed.ms } }
    case 'rate-limit':
      return failed('rate-limited', 'Rate limit reached. Please try again later.', deed.retryAfterS)
    case 'overloaded':
      return failed('overloaded', 'Overloaded', deed.retryAfterS)
    case 'unavailable':
      return failed('unavailable', 'Internal server error', null, deed.status)
    case 'too-long':
      return tooLong(scenario.contextTokensMax + 1, scenario.contextTokensMax)
    case 'bad-key':
      return failed('bad-key', 'Incorrect API key provided.')
    case 'spoil':
      return answer(spoil(careful(), prompt, deed.with))
    case 'many':
      return answer(many(careful(), prompt, deed.count))
    case 'follow-injections': {
      const calls = obeyWithTools(question, prompt, deed.eager)
      return calls === null ? answer(obeyInAnswer(question, prompt, careful(), deed.eager)) : called(calls)
    }
  }
}

export function tooLong(tokens: number, tokensMax: number): Done {
  return failed('too-long', `prompt is too long: ${tokens} tokens > ${tokensMax} maximum context length`)
}

export function failed(
  kind: WireFailureKind,
  message: string,
  retryAfterS: number | null = null,
  status: number | null = null,
): Done {
  return { reply: { kind: 'failure', failure: { kind, message, retryAfterS, status } }, sending: atOnce }
}

function said(text: string): Done {
  return { reply: { kind: 'answer', text, isCutOff: false }, sending: atOnce }
}

function called(calls: Extract<Reply, { kind: 'calls' }>['calls']): Done {
  return { reply: { kind: 'calls', text: '', calls }, sending: atOnce }
}

function halved(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2))
}

function hostileCalls({ tools }: Question): Extract<Reply, { kind: 'calls' }>['calls'] {
  const values = [
    '/etc/passwd',
    '../../../.git/config',
    '--upload-pack=touch /tmp/x',
    '(a+)+$',
    '\u0000',
    'x'.repeat(100_000),
  ]
  const shaped = tools.flatMap((tool) =>
    values.map((value) => ({ name: tool.name, parameters: parametersFor(tool, value) })),
  )
  const shapeless = tools.flatMap(({ name }) =>
    [null, [], 'text', { __proto__: null, constructor: 1 }, { line: -1, endLine: 1e15 }].map(
      (parameters) => ({
        name,
        parameters,
      }),
    ),
  )
  return [...shaped, ...shapeless]
}
