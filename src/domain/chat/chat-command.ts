/** What people may ask of the bot on a pull request, and who may ask it. */
import type { FindingId } from '../finding/finding.ts'

export type ChatCommand =
  /** `full` reviews an already reviewed head again. */
  | { readonly kind: 'review'; readonly isFull: boolean }
  | { readonly kind: 'status' }
  | { readonly kind: 'explain'; readonly finding: FindingId }
  | { readonly kind: 'dismiss'; readonly finding: FindingId; readonly reason: string }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'config' }
  | { readonly kind: 'help' }
  /** For the agents. The question is hostile, of bounded length, and may have several lines. */
  | { readonly kind: 'ask'; readonly question: string }
  | { readonly kind: 'describe' }
  | { readonly kind: 'improve' }
  | { readonly kind: 'tests' }
  /** `explain`, `dismiss` or `ask` without all that they need. */
  | {
      readonly kind: 'incomplete'
      readonly command: 'explain' | 'dismiss' | 'ask'
      readonly lacks: 'id' | 'reason' | 'question'
    }
  /** The word is hostile, and of bounded length. */
  | { readonly kind: 'unknown'; readonly word: string }

/** Who wrote the command, as the host says. */
export interface Asker {
  readonly permission: 'admin' | 'write' | 'read' | 'none'
  /** Wrote the pull request. */
  readonly isAuthor: boolean
}

/** What the agents answer, of those that are commands. */
export type AgentCommand = Extract<ChatCommand, { kind: 'ask' | 'describe' | 'improve' | 'tests' }>

/**
 * People with write access may ask everything. The author of the pull request may ask what changes nothing, and for a
 * review of the head, which a push would start too. Nobody else is answered.
 */
export function mayAsk(command: ChatCommand, asker: Asker): boolean {
  if (asker.permission === 'admin' || asker.permission === 'write') return true
  return asker.isAuthor && !needsWriteAccess(command)
}

export function needsWriteAccess(command: ChatCommand): boolean {
  switch (command.kind) {
    case 'dismiss':
    case 'pause':
    case 'resume':
      return true
    case 'incomplete':
      return command.command === 'dismiss'
    case 'review':
      return command.isFull
    case 'status':
    case 'explain':
    case 'config':
    case 'help':
    case 'ask':
    case 'describe':
    case 'improve':
    case 'tests':
    case 'unknown':
      return false
  }
}
