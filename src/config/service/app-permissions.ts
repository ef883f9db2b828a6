/** What the GitHub App needs for reviews and nothing more: the manifest asks for it, the doctor checks it, docs/setup.md explains it. */
export interface AppPermission {
  readonly name: string
  readonly access: 'read' | 'write'
  /** Less than `access`, with which everything but a nicety works. */
  readonly enough?: 'read'
  /** A sentence for whoever has to grant it. */
  readonly why: string
}

export const appPermissions: readonly AppPermission[] = [
  { name: 'checks', access: 'write', why: 'The check run that says whether a pull request was reviewed.' },
  {
    name: 'contents',
    access: 'write',
    enough: 'read',
    why: 'Reading the code. Nothing is ever written; but GitHub lets only Apps with write access resolve a thread. With read access, threads of findings that are gone get a note instead.',
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

/** Widens what is needed for reviews, so only asked for where it is used. */
const incidentIssues: AppPermission = {
  name: 'issues',
  access: 'write',
  why: 'Each incident is an issue, for whoever configured a notifier of the kind github-issue.',
}

/** @param tellsIncidents a notifier tells incidents as issues, through this App or in this installation */
export function neededPermissions(tellsIncidents: boolean): readonly AppPermission[] {
  if (!tellsIncidents) return appPermissions
  return appPermissions.map((one) => (one.name === incidentIssues.name ? incidentIssues : one))
}

/** Subscriptions. Installation events and re-requested checks are sent without one. */
export const appEvents: readonly string[] = [
  'issue_comment',
  'pull_request',
  'pull_request_review_comment',
  'push',
]

/** @returns what cannot be done without, as `checks: write`; nothing when it is all granted */
export function missingPermissions(
  granted: Readonly<Record<string, string>>,
  needed: readonly AppPermission[],
): readonly string[] {
  return needed
    .filter(({ name, access, enough }) => !isGranted(granted[name], enough ?? access))
    .map(({ name, access, enough }) => `${name}: ${enough ?? access}`)
}

/** @returns what would be better, as `contents: write` */
export function lesserPermissions(granted: Readonly<Record<string, string>>): readonly string[] {
  return appPermissions
    .filter(({ name, access, enough }) => enough !== undefined && !isGranted(granted[name], access))
    .map(({ name, access }) => `${name}: ${access}`)
}

export function missingEvents(subscribed: readonly string[]): readonly string[] {
  return appEvents.filter((event) => !subscribed.includes(event))
}

function isGranted(granted: string | undefined, wanted: 'read' | 'write'): boolean {
  return granted === 'write' || granted === 'admin' || granted === wanted
}
