/** Single settings of workflows, jobs and steps that are wrong wherever they stand. */
import { expressionsIn } from './expressions.ts'
import { addedPlace, type Inquiry } from './inquiry.ts'
import { pullRequestTrigger } from './triggers.ts'
import type { Named } from './workflow-model.ts'
import type { Told } from './yaml-nodes.ts'

export function settings(inquiry: Inquiry): void {
  const { model } = inquiry
  const steps = model.jobs.flatMap((job) => job.steps)
  for (const env of [model.env, ...model.jobs.map((job) => job.env), ...steps.map((step) => step.env)])
    unsecureCommands(inquiry, env)
  for (const condition of [...model.jobs, ...steps].map((one) => one.condition))
    alwaysTrue(inquiry, condition)
  for (const job of model.jobs) {
    for (const { password } of job.containers) hardcodedPassword(inquiry, password)
  }
  for (const step of steps) {
    for (const told of [...step.env.values(), ...step.with.values(), step.run]) allSecrets(inquiry, told)
  }
  for (const env of [model.env, ...model.jobs.map((job) => job.env)]) {
    for (const told of env.values()) allSecrets(inquiry, told)
  }
  selfHosted(inquiry)
}

function unsecureCommands(inquiry: Inquiry, env: Named): void {
  const told = env.get('ACTIONS_ALLOW_UNSECURE_COMMANDS')
  if (told?.value !== 'true') return
  const message =
    'With this, any program that can print to the log can set variables and PATH of the following steps. Remove it and write to GITHUB_ENV and GITHUB_PATH.'
  inquiry.report('unsecure-commands', told, message)
}

/** GitHub fills in the expression, and the text that remains is not empty, which counts as true. */
function alwaysTrue(inquiry: Inquiry, condition: Told | null): void {
  if (condition === null) return
  const text = condition.value.trim()
  const expressions = expressionsIn(text)
  const first = expressions[0]
  if (first === undefined || (expressions.length === 1 && first.start === 0 && first.end === text.length))
    return
  const message =
    'Text outside the double braces makes this condition a string that is never empty, so it is always true. Put the whole condition inside one pair of braces, or leave them out.'
  inquiry.report('always-true-condition', condition, message)
}

function hardcodedPassword(inquiry: Inquiry, password: Told | null): void {
  if (password === null || password.value.includes('${{') || password.value === '') return
  const message =
    'The password of this registry stands in the workflow for everyone to read. Store it as a secret and change it.'
  inquiry.report('hardcoded-credentials', password, message, { secrets: [password.value] })
}

function allSecrets(inquiry: Inquiry, told: Told | null): void {
  if (told === null) return
  for (const expression of expressionsIn(inquiry.source, told.start, told.end)) {
    const body = inquiry.source.slice(expression.bodyStart, expression.bodyEnd)
    if (!/\btoJSON\s*\(\s*secrets\s*\)/i.test(body)) continue
    const message =
      'This hands every secret of the repository to one step, those that it does not need included. Name the secrets that it needs.'
    inquiry.report('all-secrets-exposed', expression, message)
  }
}

function selfHosted(inquiry: Inquiry): void {
  const trigger = pullRequestTrigger(inquiry)
  if (trigger === null) return
  for (const job of inquiry.model.jobs) {
    const label = job.runsOn.find((one) => one.value === 'self-hosted')
    if (label === undefined) continue
    const message = `In a public repository anyone who opens a pull request can run code on this own runner, and it keeps what they leave behind. Use hosted runners for ${trigger.value}.`
    inquiry.report('self-hosted-runner', addedPlace(inquiry, [label, trigger]), message)
  }
}
