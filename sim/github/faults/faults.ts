/**
 * What goes wrong with the real GitHub, on demand: by chance (from a seed, so that a run can be had again) or for the
 * next so many matching requests. Rules may be changed while it runs.
 */
export type RequestFaultKind =
  | 'error-before'
  | 'error-after'
  | 'hang-before'
  | 'hang-after'
  | 'reset'
  | 'primary-limit'
  | 'secondary-limit'
  | 'too-many-requests'
  | 'slow'
export type WebhookFaultKind =
  | 'drop-delivery'
  | 'duplicate-delivery'
  | 'reorder-deliveries'
  | 'corrupt-signature'

interface Chance {
  /** Share of what matches, 0 to 1; 1 when left out. */
  readonly fraction?: number
  /** At most so often; without end when left out. */
  readonly times?: number
}

export interface RequestFault extends Chance {
  /** `-before`: nothing is applied. `-after`: it is applied, and the answer is lost. */
  readonly kind: RequestFaultKind
  readonly method?: string
  /** Over the path below the API's root, `/repos/o/r/pulls/1/reviews`; GraphQL is `/graphql`, git `/git/o/r`. */
  readonly path?: RegExp
  /** Of `error-*`; 502 when left out. */
  readonly status?: 500 | 502 | 503
  /** Of the limits: seconds that `retry-after` or the reset names. */
  readonly retryAfterS?: number
  /** Of `slow`. */
  readonly delayMs?: number
}

export interface WebhookFault extends Chance {
  readonly kind: WebhookFaultKind
  readonly event?: string
}

export type FaultRule = RequestFault | WebhookFault

export interface Faults {
  /** Replaces all rules. */
  set(...rules: readonly FaultRule[]): void
  clear(): void
  /** The first rule that matches and hits, used up by once. */
  takeForRequest(method: string, path: string): RequestFault | null
  takeForWebhook(kind: WebhookFaultKind, event: string): boolean
  /** How often each kind has hit. */
  readonly hits: ReadonlyMap<string, number>
}

interface LiveRule {
  readonly rule: FaultRule
  left: number
}

const webhookKinds: ReadonlySet<string> = new Set([
  'drop-delivery',
  'duplicate-delivery',
  'reorder-deliveries',
  'corrupt-signature',
] satisfies WebhookFaultKind[])

export function createFaults(random: () => number): Faults {
  let live: readonly LiveRule[] = []
  const hits = new Map<string, number>()
  const hit = (one: LiveRule): boolean => {
    if (one.left <= 0 || random() >= (one.rule.fraction ?? 1)) return false
    one.left--
    hits.set(one.rule.kind, (hits.get(one.rule.kind) ?? 0) + 1)
    return true
  }
  return {
    hits,
    set: (...rules) => {
      live = rules.map((rule) => ({ rule, left: rule.times ?? Number.POSITIVE_INFINITY }))
    },
    clear: () => {
      live = []
    },
    takeForRequest: (method, path) => {
      for (const one of live) {
        if (isRequestFault(one.rule) && matches(one.rule, method, path) && hit(one)) return one.rule
      }
      return null
    },
    takeForWebhook: (kind, event) =>
      live.some(({ rule }, index) => {
        if (isRequestFault(rule) || rule.kind !== kind) return false
        const one = live[index]
        return (rule.event ?? event) === event && one !== undefined && hit(one)
      }),
  }
}

function isRequestFault(rule: FaultRule): rule is RequestFault {
  return !webhookKinds.has(rule.kind)
}

function matches(rule: RequestFault, method: string, path: string): boolean {
  return (rule.method ?? method) === method && (rule.path?.test(path) ?? true)
}
