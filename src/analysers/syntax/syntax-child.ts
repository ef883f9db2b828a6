/** The parent's end of a child that outlines texts: begun when first needed, begun anew after a death. */
import type { Conversation, ProgramFailure, Sandbox } from '../../ports/sandbox/sandbox.ts'
import type { Outline, SyntaxText } from '../../ports/syntax/syntax.ts'
import type { OutlineAnswer } from './protocol.ts'

export interface SyntaxLimits {
  /** For any text, and for each thousand characters of it: what a hostile text costs is bounded by its length. */
  readonly textTimeMs: number
  readonly thousandTimeMs: number
  /** Of one child. */
  readonly memoryBytesMax: number
}

export interface SyntaxChild {
  start(): void
  /** One for each text, in the same order; null for what could not be read. Ends early, with null, when cancelled. */
  outline(texts: readonly SyntaxText[], signal: AbortSignal): Promise<readonly (Outline | null)[]>
  close(): Promise<void>
}

/** Loading the parsers is our own doing, not the text's. */
const openTimeMs = 20_000
const lineBytesMax = 16 * 1_048_576
/** Texts on their way at once: enough that the child never waits, few enough that pipes stay short. */
const aheadMax = 16
/** Children that die before they have read anything say that the machine is at fault, not a text. */
const startsMax = 3

export function createSyntaxChild(sandbox: Sandbox, hostModule: URL, limits: SyntaxLimits): SyntaxChild {
  const closing = new AbortController()
  let conversation: Conversation | null = null
  let isReady = false
  let hasRead = false
  let failedStarts = 0

  function started(): Conversation {
    if (conversation === null) {
      isReady = false
      hasRead = false
      const { memoryBytesMax } = limits
      conversation = sandbox.converse(hostModule, { memoryBytesMax, lineBytesMax }, closing.signal)
    }
    return conversation
  }

  async function end(): Promise<void> {
    const old = conversation
    conversation = null
    await old?.close()
  }

  async function ready(signal: AbortSignal): Promise<boolean> {
    const current = started()
    if (isReady) return true
    isReady = (await current.receive(openTimeMs)).ok
    // One that was broken off says nothing about the machine.
    if (isReady) failedStarts = 0
    else if (!signal.aborted) failedStarts += 1
    if (!isReady) await end()
    return isReady
  }

  return {
    start: () => void started(),

    async outline(texts, signal) {
      const outlines: (Outline | null)[] = []
      const onAbort = () => void end()
      signal.addEventListener('abort', onAbort, { once: true })
      try {
        while (outlines.length < texts.length && !signal.aborted && failedStarts < startsMax) {
          if (!(await ready(signal))) continue
          const before = outlines.length
          const death = await readOn(started(), texts, outlines, limits, signal)
          hasRead ||= outlines.length > before
          if (death === null || signal.aborted) continue
          // The text at which it died gets null, unless those before it are to blame.
          if (death.kind === 'timed-out' || !hasRead) outlines.push(null)
          await end()
        }
      } finally {
        signal.removeEventListener('abort', onAbort)
      }
      return texts.map((_, at) => outlines[at] ?? null)
    },

    async close() {
      closing.abort()
      await end()
    },
  }
}

/** Until the end, or a death. */
async function readOn(
  conversation: Conversation,
  texts: readonly SyntaxText[],
  outlines: (Outline | null)[],
  limits: SyntaxLimits,
  signal: AbortSignal,
): Promise<ProgramFailure | null> {
  let sent = outlines.length
  while (outlines.length < texts.length && !signal.aborted) {
    for (; sent < texts.length && sent - outlines.length < aheadMax; sent++) {
      const { language, text } = texts[sent] as SyntaxText
      conversation.send(JSON.stringify({ language, text }))
    }
    const line = await conversation.receive(timeFor(texts[outlines.length], limits))
    if (!line.ok) return line.failure
    outlines.push(JSON.parse(line.value) as OutlineAnswer)
  }
  return null
}

function timeFor(text: SyntaxText | undefined, { textTimeMs, thousandTimeMs }: SyntaxLimits): number {
  return textTimeMs + ((text?.text.length ?? 0) / 1_000) * thousandTimeMs
}
