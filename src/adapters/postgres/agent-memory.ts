/** Answers by the hash of everything they came from. */
import { type AgentMemory, type AnswerKey, answerBytesMax } from '../../ports/store/agent-memory.ts'
import type { Database, Statement } from './database.ts'
import { timeOf } from './times.ts'

/** Of one statement, so that it ends in time. */
const forgottenAtOnce = 2_000
/** Reading is not to be writing: what was used within it is not marked again. */
const markedEveryMs = 3_600_000

const recallAnswers: Statement = {
  name: 'recall_agent_answers',
  text: `with used as (
      update agent_answers set used_at = $3
      where kind = $1 and key = any (array(select decode(hex, 'hex') from unnest($2::text[]) hex)) and used_at < $4
    )
    select encode(key, 'hex') as key, value from agent_answers
    where kind = $1 and key = any (array(select decode(hex, 'hex') from unnest($2::text[]) hex))`,
}

const rememberAnswer: Statement = {
  name: 'remember_agent_answer',
  text: `insert into agent_answers (kind, key, value, remembered_at, used_at)
    values ($1, decode($2, 'hex'), $3, $4, $4) on conflict do nothing`,
}

const forgetAnswers: Statement = {
  name: 'forget_agent_answers',
  text: `delete from agent_answers where ctid = any (array(
      select ctid from agent_answers where used_at < $1 order by used_at limit ${forgottenAtOnce}
    )) returning kind`,
}

export function createAgentMemory({ run }: Pick<Database, 'run'>): AgentMemory {
  return {
    async recall(kind, keys, at) {
      if (keys.length === 0) return new Map()
      const rows = await run<{ key: string; value: string }>(recallAnswers, [
        ...[kind, [...keys], timeOf(at), timeOf(at - markedEveryMs)],
      ])
      return new Map(rows.map(({ key, value }) => [key as AnswerKey, JSON.parse(value) as unknown]))
    },
    async remember(kind, key, value, at) {
      const text = JSON.stringify(value)
      if (Buffer.byteLength(text) > answerBytesMax) return
      await run(rememberAnswer, [kind, key, text, timeOf(at)])
    },
    async forgetUnusedSince(time) {
      for (let gone = 0; ; ) {
        const { length } = await run(forgetAnswers, [timeOf(time)])
        gone += length
        if (length < forgottenAtOnce) return gone
      }
    },
  }
}
