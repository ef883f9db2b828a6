/** A repository as the channel of incidents: the code host's issues, once it is known where our App is installed there. */
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Repository } from '../../domain/repository/repository.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import type { IncidentIssues } from '../../ports/notifier/incident-issues.ts'

/** @param host null: there is no such App @param fullName `owner/name` */
export function createIncidentIssues(host: CodeHost | null, fullName: string): IncidentIssues {
  // It must get through also when reviews have used up the budget.
  const issues = host?.forUrgency('command').issues
  let known: Repository | null = null

  async function place(signal: AbortSignal): Promise<Outcome<Repository, HostFailure>> {
    if (known !== null) return succeed(known)
    if (host === null) return fail(unknown(fullName))
    const found = await findRepository(host, fullName, signal)
    if (found.ok) known = found.value
    return found
  }

  async function within<Value>(
    signal: AbortSignal,
    use: (repository: Repository, all: CodeHost['issues']) => Promise<Outcome<Value, HostFailure>>,
  ): Promise<Outcome<Value, HostFailure>> {
    const repository = await place(signal)
    if (!repository.ok) return repository
    if (issues === undefined) return fail(unknown(fullName))
    const done = await use(repository.value, issues)
    // It may have been moved, or the App installed anew: looked up again the next time.
    if (!done.ok && ['not-found', 'gone'].includes(done.failure.kind)) known = null
    return done
  }

  return {
    open: (issue, signal) => within(signal, (there, all) => all.open(there, issue, signal)),
    list: (label, signal) => within(signal, (there, all) => all.listOwn(there, label, signal)),
    comment: (number, body, signal) =>
      within(signal, (there, all) => all.comment(there, number, body, signal)),
    comments: (number, signal) => within(signal, (there, all) => all.comments(there, number, signal)),
    setOpen: (number, isOpen, signal) =>
      within(signal, (there, all) => all.setOpen(there, number, isOpen, signal)),
  }
}

async function findRepository(
  host: CodeHost,
  fullName: string,
  signal: AbortSignal,
): Promise<Outcome<Repository, HostFailure>> {
  const [owner = ''] = fullName.split('/')
  const installations = await host.installations.list(signal)
  if (!installations.ok) return installations
  const installation = installations.value.find((one) => isSame(one.account, owner) && !one.isSuspended)
  if (installation === undefined) return fail(unknown(fullName))
  const repositories = await host.installations.repositories(installation.id, signal)
  if (!repositories.ok) return repositories
  const found = repositories.value.find((one) => isSame(`${one.owner}/${one.name}`, fullName))
  return found === undefined ? fail(unknown(fullName)) : succeed(found)
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function unknown(fullName: string): HostFailure {
  return {
    kind: 'not-found',
    message: `The App is not installed on ${fullName}.`,
    remedy: 'Install it there, or name another repository.',
    retryAt: null,
    mayHaveApplied: false,
    status: null,
  }
}
