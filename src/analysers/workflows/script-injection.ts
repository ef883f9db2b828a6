/** `${{ }}` is replaced before the shell or the interpreter reads its script: what it leaves behind is code. */
import { expressionsIn, type NameInText, namesReaching } from './expressions.ts'
import { addedPlace, type Inquiry } from './inquiry.ts'
import { privilegedTrigger } from './triggers.ts'
import { reachOf } from './untrusted-names.ts'
import type { Named, Step } from './workflow-model.ts'
import type { Told } from './yaml-nodes.ts'

export function scriptInjection(inquiry: Inquiry): void {
  const severity = privilegedTrigger(inquiry) === null ? 'high' : 'critical'
  for (const job of inquiry.model.jobs) {
    for (const step of job.steps) {
      const environment = [step.env, job.env, inquiry.model.env]
      for (const script of scriptsOf(step)) {
        for (const expression of expressionsIn(inquiry.source, script.start, script.end)) {
          const names = namesReaching(inquiry.source, expression.bodyStart, expression.bodyEnd)
          const direct = names.find((name) => reachOf(name) !== null)
          const through = direct ?? names.find((name) => isUntrustedEnv(inquiry.source, name, environment))
          if (through === undefined) continue
          const name = inquiry.source.slice(through.start, through.end)
          inquiry.report(
            'script-injection',
            addedPlace(inquiry, [expression]),
            messageOf(name, direct === undefined),
            {
              severity,
            },
          )
        }
      }
    }
  }
}

function messageOf(name: string, isEnv: boolean): string {
  const origin = isEnv
    ? `${name} holds text from outside`
    : `${name} is written by whoever opens the issue or pull request`
  return `${origin}, and it is pasted into this script before the script runs, so it can contain commands. Pass it through env and read it as a quoted variable of the script.`
}

/** Texts of a step that are run. */
export function scriptsOf(step: Step): readonly Told[] {
  const inputs = scriptInputs.find(([action]) => step.uses?.value.toLowerCase().startsWith(action))
  const script = inputs === undefined ? undefined : step.with.get(inputs[1])
  return [step.run, script].filter((text): text is Told => text !== null && text !== undefined)
}

const scriptInputs: readonly (readonly [string, string])[] = [
  ['actions/github-script@', 'script'],
  ['azure/cli@', 'inlineScript'],
  ['azure/powershell@', 'inlineScript'],
]

/** `env.TITLE` is expanded as early as what it was made of. */
function isUntrustedEnv(source: string, name: NameInText, environment: readonly Named[]): boolean {
  if (name.path[0] !== 'env' || name.path.length !== 2) return false
  return untrustedVariables(source, environment).some((one) => one.name.toLowerCase() === name.path[1])
}

export interface UntrustedVariable {
  readonly name: string
  readonly manyLines: boolean
}

/** Environment variables that hold text from outside; the innermost definition counts. */
export function untrustedVariables(
  source: string,
  environment: readonly Named[],
): readonly UntrustedVariable[] {
  const seen = new Set<string>()
  return environment.flatMap((named) =>
    [...named].flatMap(([name, told]) => {
      if (seen.has(name)) return []
      seen.add(name)
      const reaches = expressionsIn(source, told.start, told.end)
        .flatMap((one) => namesReaching(source, one.bodyStart, one.bodyEnd))
        .flatMap((one) => reachOf(one) ?? [])
      return reaches.length === 0 ? [] : [{ name, manyLines: reaches.includes('lines') }]
    }),
  )
}
