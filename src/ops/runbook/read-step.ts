/** One fenced block of a page as a step, or what is wrong with it. */
import { type AccessRole, accessRoles } from '../../domain/actor/actor.ts'
import { type StepKind, stepKinds } from '../../ports/store/runbook-runs.ts'
import { type Expectation, parseExpectations } from './expectation.ts'
import { parameterTypes, variableOf, wrongWith } from './parameter.ts'
import { type Need, needs, type RunbookStep, type SectionName, type StepParameter } from './runbook-page.ts'
import { readStepWords } from './step-words.ts'

export interface WrittenStep {
  /** Behind `sh step`. */
  readonly words: string
  readonly command: string
  readonly section: SectionName
  readonly about: string
  readonly line: number
}

const keys = ['id', 'kind', 'timeout', 'expect', 'verify', 'undo', 'params', 'example', 'needs', 'role']
const timeMsMax = 10 * 60_000
const commandLengthMax = 2_000

/** What a read, a change and a destruction asks for; a page may ask for more, never for less. */
export const roleOfKind: Readonly<Record<StepKind, AccessRole>> = {
  read: 'viewer',
  change: 'responder',
  destroy: 'admin',
}

/** Variables that each step gets; all others are its parameters. */
export const givenVariables = [
  'AUTOGEN_API_URL',
  'AUTOGEN_DATA_FOLDER',
  'AUTOGEN_HEAP_LINK',
  'AUTOGEN_LOG_FILE',
  'AUTOGEN_METRICS_URL',
  'AUTOGEN_REDIS_HOST',
  'AUTOGEN_REDIS_PORT',
  'AUTOGEN_STEP',
  'AUTOGEN_URL',
] as const

/** @param refuse takes a sentence about each mistake */
export function readStep(
  { words, command, section, about, line }: WrittenStep,
  refuse: (wrong: string) => void,
): RunbookStep | null {
  const read = readStepWords(words)
  if (typeof read === 'string') {
    refuse(read)
    return null
  }
  const { values, flags } = read
  for (const key of values.keys()) if (!keys.includes(key)) refuse(`a step has no ${key}`)
  for (const flag of flags) if (flag !== 'reversible') refuse(`a step has no flag ${flag}`)
  const id = values.get('id') ?? ''
  if (!/^[a-z][a-z0-9-]{1,40}$/.test(id)) refuse('a step needs an id of small letters, digits and dashes')
  const kind = oneOf(stepKinds, values.get('kind'), 'kind', refuse) ?? 'destroy'
  const parameters = readParameters(values.get('params'), refuse)
  const step: RunbookStep = {
    id,
    kind,
    section,
    about,
    command,
    timeoutMs: readTimeMs(values.get('timeout'), refuse),
    expectations: readExpectations(values.get('expect'), refuse),
    verify: values.get('verify') ?? null,
    undo: values.get('undo') ?? null,
    parameters,
    example: readExample(values.get('example'), parameters, refuse),
    needs: readNeeds(values.get('needs'), refuse),
    role: readRole(values.get('role'), kind, refuse),
    isReversible: flags.has('reversible'),
    line,
  }
  checkCommand(step, refuse)
  return step
}

function oneOf<Choice extends string>(
  choices: readonly Choice[],
  value: string | undefined,
  key: string,
  refuse: (wrong: string) => void,
): Choice | null {
  const found = choices.find((choice) => choice === value) ?? null
  if (found === null) refuse(`${key} is ${value ?? 'missing'}: write ${choices.join(', ')}`)
  return found
}

function readNeeds(text: string | undefined, refuse: (wrong: string) => void): readonly Need[] {
  const words = (text ?? '').split(' ').filter((word) => word !== '')
  return words.flatMap((word) => oneOf(needs, word, 'needs', refuse) ?? [])
}

function readTimeMs(text: string | undefined, refuse: (wrong: string) => void): number {
  const found = /^([1-9][0-9]{0,2})(s|m)$/.exec(text ?? '')
  const timeMs = Number(found?.[1] ?? 0) * (found?.[2] === 'm' ? 60_000 : 1_000)
  if (timeMs === 0 || timeMs > timeMsMax) refuse('a step needs a timeout from 1s to 10m')
  return timeMs
}

function readExpectations(text: string | undefined, refuse: (wrong: string) => void): readonly Expectation[] {
  if (text === undefined) return []
  const parsed = parseExpectations(text)
  if (parsed.ok) return parsed.value
  refuse(parsed.failure)
  return []
}

function readRole(text: string | undefined, kind: StepKind, refuse: (wrong: string) => void): AccessRole {
  const least = roleOfKind[kind]
  if (text === undefined) return least
  const role = oneOf(accessRoles, text, 'role', refuse) ?? least
  if (accessRoles.indexOf(role) >= accessRoles.indexOf(least)) return role
  refuse(`a ${kind} asks for the role ${least} at least`)
  return least
}

function readParameters(text: string | undefined, refuse: (wrong: string) => void): readonly StepParameter[] {
  return (text ?? '').split(',').flatMap((entry): readonly StepParameter[] => {
    if (entry === '') return []
    const [name = '', type = ''] = entry.split(':')
    const known = parameterTypes.find((one) => one === type)
    if (known !== undefined && /^[a-z][a-z0-9-]{0,30}$/.test(name)) return [{ name, type: known }]
    refuse(`the parameter "${entry}" is not name:type with a type of ${parameterTypes.join(', ')}`)
    return []
  })
}

/** `repository=octo/shop reason="a line of words"` would need quotes in quotes: entries are divided by commas. */
function readExample(
  text: string | undefined,
  parameters: readonly StepParameter[],
  refuse: (wrong: string) => void,
): Readonly<Record<string, string>> {
  const entries = (text ?? '').split(',').flatMap((entry): [string, string][] => {
    const at = entry.indexOf('=')
    return at === -1 ? [] : [[entry.slice(0, at).trim(), entry.slice(at + 1)]]
  })
  const example = Object.fromEntries(entries)
  for (const { name, type } of parameters) {
    const value = example[name]
    const wrong = value === undefined ? 'is missing' : wrongWith(type, value)
    if (wrong !== null) refuse(`the example of ${name}: ${wrong}`)
  }
  for (const name of Object.keys(example)) {
    if (!parameters.some((one) => one.name === name))
      refuse(`the example names ${name}, which is no parameter`)
  }
  return example
}

/** A value must not become several words, and a name must not be one that nobody fills. */
function checkCommand({ command, parameters }: RunbookStep, refuse: (wrong: string) => void): void {
  if (command.trim() === '' || command.length > commandLengthMax) refuse('its command is empty or too long')
  const variables = parameters.map(({ name }) => variableOf(name))
  for (const variable of variables) {
    const uses = command.split(`$${variable}`).length - 1
    const quoted = command.split(`"$${variable}"`).length - 1
    if (uses === 0) refuse(`the parameter $${variable} is not used`)
    else if (uses !== quoted) refuse(`write "$${variable}" in double quotes, so that it stays one word`)
  }
  const assigned = [...command.matchAll(/(?:^|[\s;(])([A-Z][A-Z0-9_]*)=/g)].map((found) => found[1] as string)
  const known = new Set<string>([...variables, ...givenVariables, ...assigned])
  for (const [, name = ''] of command.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)/g)) {
    if (!known.has(name)) refuse(`nobody gives it a $${name}`)
  }
}
