/** Answers as long as this process lives: for a single review that ends with it. */
import { type AgentMemory, type AnswerKey, answerBytesMax } from '../../ports/store/agent-memory.ts'

interface Kept {
  readonly text: string
  usedAt: number
}

export function createAgentMemory(): AgentMemory {
  const kept = new Map<string, Kept>()
  return {
    async recall(kind, keys, at) {
      const known = new Map<AnswerKey, unknown>()
      for (const key of keys) {
        const answer = kept.get(`${kind}/${key}`)
        if (answer === undefined) continue
        answer.usedAt = Math.max(answer.usedAt, at)
        known.set(key, JSON.parse(answer.text))
      }
      return known
    },
    async remember(kind, key, value, at) {
      const text = JSON.stringify(value)
      if (Buffer.byteLength(text) > answerBytesMax || kept.has(`${kind}/${key}`)) return
      kept.set(`${kind}/${key}`, { text, usedAt: at })
    },
    async forgetUnusedSince(time) {
      const old = [...kept].filter(([, { usedAt }]) => usedAt < time)
      for (const [key] of old) kept.delete(key)
      return old.length
    },
  }
}
