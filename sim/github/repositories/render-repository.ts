/** A repository as REST and webhooks show it. */
import { renderAccount } from '../world/account.ts'
import type { Schemas } from '../world/schemas.ts'
import { iso } from '../world/time.ts'
import type { Urls } from '../world/world.ts'
import type { Repository, Role } from './repository.ts'

type Links = Pick<Schemas['repository'], Extract<keyof Schemas['repository'], `${string}_url` | 'url'>>

/** Newer than the description of its schema, and in every answer. */
type CustomProperties = { readonly custom_properties: Record<string, unknown> }

export function renderRepository(
  repository: Repository,
  urls: Urls,
): Schemas['repository'] & CustomProperties {
  const openIssues = [...repository.pulls.values()].filter(({ state }) => state === 'open').length
  return {
    ...links(repository, urls),
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: repository.fullName,
    private: repository.isPrivate,
    visibility: repository.isPrivate ? 'private' : 'public',
    owner: renderAccount(repository.owner, urls),
    description: null,
    fork: repository.fork !== null,
    homepage: null,
    language: null,
    license: null,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    size: 0,
    default_branch: repository.defaultBranch,
    open_issues: openIssues,
    open_issues_count: openIssues,
    is_template: false,
    topics: [],
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    allow_forking: true,
    web_commit_signoff_required: false,
    custom_properties: {},
    created_at: iso(repository.createdMs),
    updated_at: iso(repository.pushedMs),
    pushed_at: iso(repository.pushedMs),
  }
}

/** The push event counts the times of its repository in seconds, and names its owner as git does. */
export function renderPushedRepository(
  repository: Repository,
  urls: Urls,
): Readonly<Record<string, unknown>> {
  const owner = renderAccount(repository.owner, urls)
  return {
    ...renderRepository(repository, urls),
    owner: { ...owner, name: owner.login, email: null },
    created_at: Math.floor(repository.createdMs / 1000),
    pushed_at: Math.floor(repository.pushedMs / 1000),
    stargazers: 0,
    master_branch: repository.defaultBranch,
  }
}

export function renderFullRepository(
  repository: Repository,
  urls: Urls,
  role: Role,
): Schemas['full-repository'] {
  const simple = renderRepository(repository, urls)
  const now = iso(repository.pushedMs)
  return {
    ...simple,
    created_at: iso(repository.createdMs),
    pushed_at: now,
    updated_at: now,
    has_discussions: false,
    subscribers_count: 0,
    network_count: 0,
    permissions: permissionsOf(role),
    ...(repository.fork === null
      ? {}
      : { parent: renderRepository(repository.fork, urls), source: renderRepository(repository.fork, urls) }),
  } satisfies Schemas['full-repository']
}

export function permissionsOf(role: Role) {
  const isWriter = role === 'admin' || role === 'write'
  return {
    admin: role === 'admin',
    maintain: role === 'admin',
    push: isWriter,
    triage: isWriter,
    pull: role !== 'none',
  }
}

function links({ fullName }: Repository, urls: Urls): Links {
  const api = `${urls.api}/repos/${fullName}`
  const html = `${urls.html}/${fullName}`
  const host = urls.html.replace(/^https?:\/\//, '')
  return {
    html_url: html,
    url: api,
    archive_url: `${api}/{archive_format}{/ref}`,
    assignees_url: `${api}/assignees{/user}`,
    blobs_url: `${api}/git/blobs{/sha}`,
    branches_url: `${api}/branches{/branch}`,
    collaborators_url: `${api}/collaborators{/collaborator}`,
    comments_url: `${api}/comments{/number}`,
    commits_url: `${api}/commits{/sha}`,
    compare_url: `${api}/compare/{base}...{head}`,
    contents_url: `${api}/contents/{+path}`,
    contributors_url: `${api}/contributors`,
    deployments_url: `${api}/deployments`,
    downloads_url: `${api}/downloads`,
    events_url: `${api}/events`,
    forks_url: `${api}/forks`,
    git_commits_url: `${api}/git/commits{/sha}`,
    git_refs_url: `${api}/git/refs{/sha}`,
    git_tags_url: `${api}/git/tags{/sha}`,
    git_url: `git://${host}/${fullName}.git`,
    issue_comment_url: `${api}/issues/comments{/number}`,
    issue_events_url: `${api}/issues/events{/number}`,
    issues_url: `${api}/issues{/number}`,
    keys_url: `${api}/keys{/key_id}`,
    labels_url: `${api}/labels{/name}`,
    languages_url: `${api}/languages`,
    merges_url: `${api}/merges`,
    milestones_url: `${api}/milestones{/number}`,
    notifications_url: `${api}/notifications{?since,all,participating}`,
    pulls_url: `${api}/pulls{/number}`,
    releases_url: `${api}/releases{/id}`,
    ssh_url: `git@${host}:${fullName}.git`,
    stargazers_url: `${api}/stargazers`,
    statuses_url: `${api}/statuses/{sha}`,
    subscribers_url: `${api}/subscribers`,
    subscription_url: `${api}/subscription`,
    tags_url: `${api}/tags`,
    teams_url: `${api}/teams`,
    trees_url: `${api}/git/trees{/sha}`,
    clone_url: `${html}.git`,
    mirror_url: null,
    hooks_url: `${api}/hooks`,
    svn_url: html,
  }
}
