/** A tag or a branch of somebody else's action can be moved to other code at any time; a commit cannot. */
import { addedPlace, type Inquiry } from './inquiry.ts'
import type { WorkflowModel } from './workflow-model.ts'
import type { Told } from './yaml-nodes.ts'

export function unpinnedActions(inquiry: Inquiry): void {
  const used = usesOf(inquiry.model)
  const pinsElsewhere = used.filter((one) => isPinned(one.value)).length > used.length / 2
  const before = inquiry.before === null ? [] : usesOf(inquiry.before).map((one) => one.value)
  // Once for each action: at the line of the change, if there is one.
  for (const [value, same] of Map.groupBy(used, (one) => one.value)) {
    const found = unpinned(value, before, pinsElsewhere)
    if (found === null) continue
    const { message, severity, confidence } = found
    inquiry.report('unpinned-action', addedPlace(inquiry, same), message, { severity, confidence })
  }
}

function usesOf(model: WorkflowModel): readonly Told[] {
  return model.jobs
    .flatMap((job) => [job.uses, ...job.steps.map((step) => step.uses)])
    .filter((one) => one !== null)
}

interface Unpinned {
  readonly message: string
  readonly severity: 'low' | 'medium'
  readonly confidence: number
}

function unpinned(value: string, before: readonly string[], pinsElsewhere: boolean): Unpinned | null {
  if (value.startsWith('./') || value.includes('${{') || isPinned(value)) return null
  const at = value.lastIndexOf('@')
  if (value.startsWith('docker://')) {
    const message = `${named(value)} is whatever image its tag names today. Pin it to a digest (@sha256:...).`
    return { message, severity: 'low', confidence: 0.6 }
  }
  if (at === -1) return null
  const name = value.slice(0, at + 1)
  const ref = value.slice(at + 1)
  if (!/(?:^|\/)v?\d/.test(ref)) {
    const message = `${named(value)} runs whatever ${named(ref)} points to at that moment. Pin it to the full hash of a commit.`
    return { message, severity: 'medium', confidence: 0.8 }
  }
  const message = `${named(value)} is pinned to a tag, which its owner can move to other code. Pin it to the full hash of a commit.`
  const wasPinned = before.some((one) => one.startsWith(name) && isPinned(one))
  if (wasPinned || pinsElsewhere) return { message, severity: 'medium', confidence: 0.85 }
  // A new version of what was there is no new trust.
  const isKnown = before.some((one) => one.startsWith(name))
  const owner = value.slice(0, value.indexOf('/')).toLowerCase()
  return isKnown || trusted.has(owner) ? null : { message, severity: 'low', confidence: 0.55 }
}

/** GitHub, who runs the workflows anyway, and makers of platforms whose accounts hold the credentials already. */
const trusted: ReadonlySet<string> = new Set(
  'actions github docker aws-actions azure google-github-actions microsoft hashicorp pypa'.split(' '),
)

function isPinned(value: string): boolean {
  return /@(?:[0-9a-f]{40}|[0-9a-f]{64}|sha256:[0-9a-f]{64})$/.test(value)
}

function named(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}...` : text
}
