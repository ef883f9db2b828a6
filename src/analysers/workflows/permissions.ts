/** What the workflow's token may do, and what this change let it do more than before. */
import type { Inquiry } from './inquiry.ts'
import type { Permissions } from './workflow-model.ts'

export function permissions(inquiry: Inquiry): void {
  const { model, before } = inquiry
  for (const block of [model.permissions, ...model.jobs.map((job) => job.permissions)]) {
    if (block?.all?.value !== 'write-all') continue
    const message =
      'The token of this workflow may write everything in the repository. Name only the permissions that the jobs need.'
    inquiry.report('permissions-write-all', block.all, message)
  }
  if (before === null) return
  compare(
    inquiry,
    before.permissions,
    model.permissions,
    model.jobs.every((job) => job.permissions !== null),
  )
  for (const job of model.jobs) {
    const earlier = before.jobs.find((one) => one.id.value === job.id.value)
    if (earlier !== undefined)
      compare(inquiry, earlier.permissions, job.permissions, model.permissions !== null)
  }
}

/** @param covered without a block of its own the place still has one that limits it */
function compare(
  inquiry: Inquiry,
  before: Permissions | null,
  after: Permissions | null,
  covered: boolean,
): void {
  if (before === null) return
  if (after === null) {
    if (covered || before.all?.value === 'write-all') return
    const message =
      'This change removes the limits of the workflow’s token; it now has the default rights of the repository, which may be to write everything. Keep a permissions block.'
    inquiry.reportRemoved('permissions-removed', { start: before.key.start, end: before.end }, message)
    return
  }
  for (const [scope, level] of after.scopes) {
    const earlier = before.scopes.get(scope)?.value ?? (before.all?.value === 'read-all' ? 'read' : undefined)
    if (earlier === undefined || rank(level.value) <= rank(earlier)) continue
    const message = `This change raises the permission ${scope} from ${earlier} to ${level.value}. Keep it only if a step needs it, and then in that job alone.`
    inquiry.report('permissions-widened', level, message)
  }
}

function rank(level: string): number {
  return ['none', 'read', 'write'].indexOf(level)
}
