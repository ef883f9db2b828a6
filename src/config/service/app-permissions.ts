/** What the GitHub App needs and nothing more: the manifest asks for it, the doctor checks it, docs/setup.md explains it. */
export interface AppPermission {
  readonly name: string
  readonly access: 'read' | 'write'
  /** A sentence for whoever has to grant it. */
  readonly why: string
}

export const appPermissions: readonly AppPermission[] = [
  { name: 'checks', access: 'write', why: 'The check run that says whether a pull request was reviewed.' },
  {
    name: 'contents',
    access: 'read',
    why: 'The code of the change, and the configuration on the base branch.',
  },
  {
    name: 'issues',
    access: 'read',
    why: 'GitHub sends comments below a pull request under this permission.',
  },
  { name: 'metadata', access: 'read', why: 'Always granted; who may give commands is asked for with it.' },
  {
    name: 'pull_requests',
    access: 'write',
    why: 'Reviews, comments, answers, and threads that are resolved.',
  },
]

/** Subscriptions. Installation events and re-requested checks are sent without one. */
export const appEvents: readonly string[] = [
  'issue_comment',
  'pull_request',
  'pull_request_review_comment',
  'push',
]

/** @returns what is missing, as `contents: read`; nothing when all is granted */
export function missingPermissions(granted: Readonly<Record<string, string>>): readonly string[] {
  return appPermissions
    .filter(
      ({ name, access }) =>
        granted[name] !== 'write' && granted[name] !== 'admin' && granted[name] !== access,
    )
    .map(({ name, access }) => `${name}: ${access}`)
}

export function missingEvents(subscribed: readonly string[]): readonly string[] {
  return appEvents.filter((event) => !subscribed.includes(event))
}
