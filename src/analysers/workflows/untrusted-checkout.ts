/** A workflow with rights and secrets that fetches the code of a pull request and works on it. */
import { addedPlace, type Inquiry } from './inquiry.ts'
import type { Job, Step } from './workflow-model.ts'
import type { Told } from './yaml-nodes.ts'

export function untrustedCheckout(inquiry: Inquiry): void {
  const trigger = ['pull_request_target', 'issue_comment', 'workflow_run']
    .map((name) => inquiry.model.triggers.get(name))
    .find((found) => found !== undefined)
  if (trigger === undefined) return
  for (const job of inquiry.model.jobs) {
    if (keepsStrangersOut(job.condition)) continue
    job.steps.forEach((step, at) => {
      const fetched = strangersCode(step, trigger.value)
      if (fetched === null || keepsStrangersOut(step.condition)) return
      const runs = job.steps
        .slice(at + 1)
        .some((later) => later.run !== null || later.uses?.value.startsWith('./') === true)
      const place = addedPlace(inquiry, [fetched, step.uses, trigger])
      const message = `This workflow runs on ${trigger.value}, with a token and secrets of this repository, and checks out code that anyone can propose. Run such code under pull_request, or check out the base only.`
      inquiry.report(
        'untrusted-checkout',
        place,
        message,
        runs ? {} : { severity: 'medium', confidence: 0.6 },
      )
    })
  }
}

/** The piece of a step that names the pull request's code. */
function strangersCode(step: Step, trigger: string): Told | null {
  if (step.uses !== null && /^actions\/checkout@/.test(step.uses.value)) {
    const named = [step.with.get('ref'), step.with.get('repository')]
    return named.find((told): told is Told => told !== undefined && isOfPullRequest(told.value)) ?? null
  }
  if (step.run === null) return null
  return step.run.value.split('\n').some((line) => fetchesPullRequest(line.slice(0, 500), trigger))
    ? step.run
    : null
}

function fetchesPullRequest(line: string, trigger: string): boolean {
  if (/\bgh pr checkout\b/.test(line)) return true
  return trigger !== 'workflow_run' && /\bgit (?:fetch|pull) /.test(line) && /\bpull\/\$/.test(line)
}

function isOfPullRequest(text: string): boolean {
  return /github\.head_ref|github\.event\.pull_request\.head\.(?:ref|sha|label|repo)|github\.event\.workflow_run\.(?:head_sha|head_branch|head_commit|head_repository)|refs\/pull\/|github\.event\.pull_request\.merge_commit_sha/.test(
    text,
  )
}

/** Only the repository's own branches, or what a maintainer has looked at. */
function keepsStrangersOut(condition: Job['condition']): boolean {
  const text = condition?.value ?? ''
  return (
    /head\.repo\.full_name\s*==|==\s*github\.event\.pull_request\.head\.repo\.full_name|head\.repo\.fork\s*(?:==\s*false|!=\s*true)|!\s*github\.event\.pull_request\.head\.repo\.fork/.test(
      text,
    ) ||
    /workflow_run\.event\s*==\s*'(?:push|schedule|workflow_dispatch|release)'/.test(text) ||
    /head_repository\.(?:full_name|owner\.login)\s*==|author_association/.test(text) ||
    /workflow_run\.head_branch\s*==\s*'/.test(text)
  )
}
