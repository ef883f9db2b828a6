/** Issues as the channel of incidents, in the one repository that was configured for it. */
import type { Hosted } from '../code-host/hosted.ts'
import type { HostedIssue } from '../code-host/issues.ts'

export interface IncidentIssues {
  open(
    issue: { readonly title: string; readonly body: string; readonly labels: readonly string[] },
    signal: AbortSignal,
  ): Hosted<HostedIssue>
  /** Of our own, newest first. */
  list(label: string, signal: AbortSignal): Hosted<readonly HostedIssue[]>
  comment(number: number, body: string, signal: AbortSignal): Hosted<{ readonly url: string }>
  comments(
    number: number,
    signal: AbortSignal,
  ): Hosted<readonly { readonly body: string; readonly url: string }[]>
  setOpen(number: number, isOpen: boolean, signal: AbortSignal): Hosted<void>
}
