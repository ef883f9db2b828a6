/** What `autogen-bot feedback` says: a pure function from facts to text. */
import type { RepositoryFeedback } from '../../app/service/operate/feedback.ts'
import { printable } from '../../domain/text/printable.ts'

export function renderFeedback(feedback: readonly RepositoryFeedback[]): string {
  if (feedback.length === 0) return 'Nobody has said anything about a finding yet.\n'
  return feedback
    .map(({ repository, rules, demotions }) => {
      const rows = rules.map(({ rule, byKind, rejectedBy }) => {
        const rejected = byKind['thumbs-down'] + byKind.dismissed + byKind['resolved-unchanged']
        const taken = byKind.applied + byKind.fixed
        return `  ${rule.padEnd(40)} taken ${taken}, rejected ${rejected}${rejected > 0 ? ` by ${rejectedBy}` : ''}`
      })
      const demoted = demotions.map(
        ({ rule, reason }) =>
          `  DEMOTED ${rule}: ${reason} Undo: autogen-bot feedback restore ${rule} --repo ${repository}`,
      )
      return [repository, ...rows, ...demoted].map((line) => printable(line)).join('\n')
    })
    .join('\n\n')
    .concat('\n')
}
