/** What a workflow or a composite action says, as far as rules ask, each piece with its place in the text. */
import type { Entry, Told, YamlReader } from './yaml-nodes.ts'

export type Named = ReadonlyMap<string, Told>

export interface Permissions {
  readonly key: Told
  /** `read-all`, `write-all` or another single word; null for a mapping. */
  readonly all: Told | null
  readonly scopes: Named
  /** Offset behind the block. */
  readonly end: number
}

export interface Step {
  readonly condition: Told | null
  readonly uses: Told | null
  readonly run: Told | null
  readonly with: Named
  readonly env: Named
}

export interface Job {
  readonly id: Told
  readonly condition: Told | null
  readonly uses: Told | null
  readonly runsOn: readonly Told[]
  readonly permissions: Permissions | null
  readonly env: Named
  /** `container` and each of `services`. */
  readonly containers: readonly Container[]
  readonly steps: readonly Step[]
}

export interface Container {
  readonly password: Told | null
}

export interface WorkflowModel {
  readonly kind: 'workflow' | 'action'
  readonly triggers: Named
  readonly permissions: Permissions | null
  readonly env: Named
  readonly jobs: readonly Job[]
}

/** Jobs that share one aliased list of steps multiply; nobody writes more. */
const stepsMax = 1000
const jobsMax = 500

export function modelOf(yaml: YamlReader): WorkflowModel | null {
  const top = fieldsOf(yaml.entries(yaml.root))
  let stepsLeft = stepsMax
  const runs = top.get('runs')
  if (runs !== undefined && !top.has('jobs')) {
    const steps = stepsOf(fieldsOf(yaml.entries(runs.value)).get('steps')?.value)
    const empty = {
      condition: null,
      uses: null,
      runsOn: [],
      permissions: null,
      env: new Map(),
      containers: [],
    }
    return {
      kind: 'action',
      triggers: new Map(),
      permissions: null,
      env: new Map(),
      jobs: [{ id: runs.key, ...empty, steps }],
    }
  }
  const jobs = top.get('jobs')
  if (jobs === undefined) return null
  return {
    kind: 'workflow',
    triggers: triggersOf(top.get('on')?.value),
    permissions: permissionsOf(top.get('permissions')),
    env: namedOf(top.get('env')?.value),
    jobs: yaml.entries(jobs.value).slice(0, jobsMax).map(jobOf),
  }

  function jobOf({ key, value }: Entry): Job {
    const fields = fieldsOf(yaml.entries(value))
    const containers = [
      fields.get('container')?.value,
      ...yaml.entries(fields.get('services')?.value).map((one) => one.value),
    ]
    const runsOn = fields.get('runs-on')?.value
    const labels = fieldsOf(yaml.entries(runsOn)).get('labels')?.value
    return {
      id: key,
      condition: textOf(fields, 'if'),
      uses: textOf(fields, 'uses'),
      runsOn: [...textsOf(runsOn), ...textsOf(labels)],
      permissions: permissionsOf(fields.get('permissions')),
      env: namedOf(fields.get('env')?.value),
      containers: containers.map(containerOf),
      steps: stepsOf(fields.get('steps')?.value),
    }
  }

  function stepsOf(node: unknown): readonly Step[] {
    const items = yaml.items(node).slice(0, stepsLeft)
    stepsLeft -= items.length
    return items.map((item) => {
      const fields = fieldsOf(yaml.entries(item))
      return {
        condition: textOf(fields, 'if'),
        uses: textOf(fields, 'uses'),
        run: textOf(fields, 'run'),
        with: namedOf(fields.get('with')?.value),
        env: namedOf(fields.get('env')?.value),
      }
    })
  }

  function containerOf(node: unknown): Container {
    const credentials = fieldsOf(yaml.entries(node)).get('credentials')?.value
    return { password: textOf(fieldsOf(yaml.entries(credentials)), 'password') }
  }

  function triggersOf(node: unknown): Named {
    const told = [...textsOf(node), ...yaml.entries(node).map((entry) => entry.key)]
    return new Map(told.map((one) => [one.value, one]))
  }

  function permissionsOf(entry: Entry | undefined): Permissions | null {
    if (entry === undefined) return null
    const end = yaml.place(entry.value)?.end ?? entry.key.end
    return { key: entry.key, all: yaml.text(entry.value), scopes: namedOf(entry.value), end }
  }

  function namedOf(node: unknown): Named {
    return new Map(
      yaml.entries(node).flatMap(({ key, value }) => {
        const text = yaml.text(value)
        return text === null ? [] : [[key.value, text] as const]
      }),
    )
  }

  function textOf(fields: ReadonlyMap<string, Entry>, name: string): Told | null {
    const entry = fields.get(name)
    return entry === undefined ? null : yaml.text(entry.value)
  }

  /** One value or a list of values. */
  function textsOf(node: unknown): readonly Told[] {
    return [node, ...yaml.items(node)].flatMap((one) => yaml.text(one) ?? [])
  }
}

function fieldsOf(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(entries.map((entry) => [entry.key.value, entry]))
}
