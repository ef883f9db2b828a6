/** What tests, the demo, the chaos run and benchmarks do to a simulated GitHub from within the process. */
import { resolve } from 'node:path'
import { addApp, type Permissions } from './apps/app.ts'
import { changeRepositories, installApp, suspend, uninstall, unsuspend } from './apps/install.ts'
import { manifestLifetimeMs } from './apps/manifest.ts'
import type { Faults } from './faults/faults.ts'
import type { RequestLog } from './http/request-log.ts'
import { type IssueView, viewIssue } from './issues/issue-view.ts'
import type { RateLimits } from './limits/rate-limits.ts'
import { createPerson, type Person } from './people/person.ts'
import { openPullRequest } from './pulls/open-pull-request.ts'
import { type CheckRunView, type PullView, viewPull, viewRun } from './pulls/pull-view.ts'
import { moveBranch } from './repositories/push.ts'
import { addRepository, branchSha, inTurn, type Role } from './repositories/repository.ts'
import { type FileChanges, writeCommit } from './repositories/write-commit.ts'
import type {
  AppRegistration,
  PullRequestOpening,
  PushOptions,
  RegisteredApp,
  RepositoryCreation,
  RepositoryImport,
} from './simulated-github-options.ts'
import type { Delivery } from './webhooks/delivery.ts'
import { ping } from './webhooks/ping.ts'
import { accountNamed, addAccount, pullNumbered, repositoryNamed, type World } from './world/world.ts'

export interface Controls {
  registerApp(app: AppRegistration): Promise<RegisteredApp>
  /** As when somebody submits the page of the manifest flow. @returns the code to exchange */
  submitManifest(app: AppRegistration): string
  /** Rotates, or sets for the first time; the ping that GitHub sends on the way comes with a first URL. */
  setWebhook(appId: number, webhook: { readonly url?: string; readonly secret?: string }): void
  /** @returns the installation's id. Repositories by name, without the owner. */
  install(
    appId: number,
    account: string,
    repositories: readonly string[] | 'all',
    permissions?: Permissions,
  ): number
  changeInstallation(
    installationId: number,
    change: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
  ): void
  setPermissions(installationId: number, permissions: Permissions): void
  suspend(installationId: number): void
  unsuspend(installationId: number): void
  uninstall(installationId: number): void
  organization(login: string): void
  /** The same login gives the same person. Roles by `owner/name`. */
  person(login: string, roles?: Readonly<Record<string, Role>>): Person
  /** @returns `owner/name` */
  createRepository(repository: RepositoryCreation): Promise<string>
  /** Copies its objects. @returns `owner/name` */
  importRepository(repository: RepositoryImport): Promise<string>
  fork(repository: string, owner: string): string
  /** Makes the branch, from the default branch, when there is none. @returns the commit */
  pushCommit(repository: string, branch: string, files: FileChanges, options?: PushOptions): Promise<string>
  deleteBranch(repository: string, branch: string): Promise<void>
  /** @returns the number */
  openPullRequest(opening: PullRequestOpening): Promise<number>
  pull(repository: string, number: number): PullView
  /** By repository, every number. */
  pulls(repository: string): readonly PullView[]
  /** Those that are no pull requests, with what is said below them. */
  issues(repository: string): readonly IssueView[]
  checkRuns(): readonly CheckRunView[]
  headOf(repository: string, branch: string): string
  deliveries(appId: number): readonly Delivery[]
  /** Resolves when no webhook is on its way. */
  settled(): Promise<void>
  readonly requests: RequestLog
  readonly faults: Faults
  readonly limits: Pick<RateLimits, 'set'>
  /** Where the bare repositories are. */
  readonly folder: string
  readonly gitStarts: () => number
}

export interface Instruments {
  readonly faults: Faults
  readonly limits: RateLimits
  readonly requests: RequestLog
}

export function createControls(world: World, { faults, limits, requests }: Instruments): Controls {
  return {
    ...appControls(world),
    ...repositoryControls(world),
    pull: (repository, number) => viewPull(world, pullNumbered(world, repository, number)),
    pulls: (repository) =>
      [...repositoryNamed(world, repository).pulls.values()].map((pull) => viewPull(world, pull)),
    issues: (repository) =>
      [...repositoryNamed(world, repository).issues.values()].map((issue) => viewIssue(world, issue)),
    checkRuns: () => [...world.checkRuns.values()].map((run) => viewRun(run, world)),
    settled: () => world.webhooks.settled(),
    requests,
    faults,
    limits,
    folder: world.folder,
    gitStarts: world.git.starts,
  }
}

type AppControls = Pick<
  Controls,
  | 'registerApp'
  | 'submitManifest'
  | 'setWebhook'
  | 'install'
  | 'changeInstallation'
  | 'setPermissions'
  | 'suspend'
  | 'unsuspend'
  | 'uninstall'
  | 'deliveries'
>

function appControls(world: World): AppControls {
  const appOf = (id: number) => found(world.apps.get(id), `App ${id}`)
  const installationOf = (id: number) => found(world.installations.get(id), `installation ${id}`)
  const wanted = (app: AppRegistration) => ({
    slug: app.slug,
    name: app.name ?? app.slug,
    owner: addAccount(world, app.owner ?? 'app-owner', 'User', null),
    permissions: app.permissions,
    events: app.events,
    webhookUrl: app.webhookUrl ?? null,
    webhookSecret: app.webhookSecret ?? null,
  })
  return {
    registerApp: async (registration) => {
      const { app, privateKeyPem } = await addApp(world, wanted(registration))
      ping(world, app)
      const { id, clientId, bot } = app
      return { appId: id, clientId, privateKeyPem, botLogin: bot.login, botUserId: bot.id }
    },
    submitManifest: (registration) => {
      const code = `code-${world.ids.next()}`
      world.manifests.set(code, { app: wanted(registration), expiresMs: world.clock() + manifestLifetimeMs })
      return code
    },
    setWebhook: (appId, { url, secret }) => {
      const app = appOf(appId)
      const isFirst = app.webhookUrl === null && url !== undefined
      if (url !== undefined) app.webhookUrl = url
      if (secret !== undefined) app.webhookSecret = secret
      if (isFirst) ping(world, app)
    },
    install: (appId, account, repositories, permissions) => {
      const app = appOf(appId)
      const chosen =
        repositories === 'all'
          ? 'all'
          : repositories.map((name) => repositoryNamed(world, `${account}/${name}`))
      return installApp(world, app, accountNamed(world, account), chosen, permissions ?? app.permissions).id
    },
    changeInstallation: (id, { add = [], remove = [] }) => {
      const installation = installationOf(id)
      const named = (names: readonly string[]) =>
        names.map((name) => repositoryNamed(world, `${installation.account.login}/${name}`))
      changeRepositories(world, installation, { add: named(add), remove: named(remove) })
    },
    setPermissions: (id, permissions) => {
      installationOf(id).permissions = { ...permissions, metadata: 'read' }
    },
    suspend: (id) => suspend(world, installationOf(id)),
    unsuspend: (id) => unsuspend(world, installationOf(id)),
    uninstall: (id) => uninstall(world, installationOf(id)),
    deliveries: (id) => [...appOf(id).deliveries],
  }
}

type RepositoryControls = Pick<
  Controls,
  | 'organization'
  | 'person'
  | 'createRepository'
  | 'importRepository'
  | 'fork'
  | 'pushCommit'
  | 'deleteBranch'
  | 'openPullRequest'
  | 'headOf'
>

function repositoryControls(world: World): RepositoryControls {
  const tokenOf = (login: string) => `ghp_sim${Buffer.from(login).toString('hex')}`
  const user = (login: string) => addAccount(world, login, 'User', tokenOf(login))
  return {
    organization: (login) => void addAccount(world, login, 'Organization', null),
    person: (login, roles = {}) => {
      const account = user(login)
      for (const [name, role] of Object.entries(roles))
        repositoryNamed(world, name).roles.set(account.id, role)
      return createPerson(world, login, tokenOf(login))
    },
    createRepository: async ({ owner, name, files, defaultBranch = 'main', isPrivate = true }) => {
      const account = user(owner)
      const repository = addRepository(world, { owner: account, name, defaultBranch, isPrivate, fork: null })
      const first = { parents: [], files, author: account, message: 'Initial commit' }
      repository.git.setRef(`refs/heads/${defaultBranch}`, await writeCommit(world, repository, first))
      return repository.fullName
    },
    importRepository: async ({ owner, name, folder, branches, isPrivate = true }) => {
      const [defaultBranch] = branches
      const account = user(owner)
      const repository = addRepository(world, { owner: account, name, defaultBranch, isPrivate, fork: null })
      const { directory } = repository.git
      const refs = branches.map((branch) => `+refs/heads/${branch}:refs/heads/${branch}`)
      await world.git.run(directory, ['fetch', '--quiet', '--no-tags', resolve(folder), ...refs])
      await repository.git.reloadRefs()
      return repository.fullName
    },
    fork: (name, owner) => {
      const parent = repositoryNamed(world, name)
      const { defaultBranch, isPrivate } = parent
      const fork = addRepository(world, {
        owner: user(owner),
        name: parent.name,
        defaultBranch,
        isPrivate,
        fork: parent,
      })
      for (const [ref, sha] of parent.git.refs) if (ref.startsWith('refs/heads/')) fork.git.setRef(ref, sha)
      return fork.fullName
    },
    pushCommit: (name, branch, files, options = {}) => {
      const repository = repositoryNamed(world, name)
      return inTurn(repository, async () => {
        const by = options.by === undefined ? repository.owner : user(options.by)
        const tip = branchSha(repository, branch)
        const parent = options.parent ?? tip ?? branchSha(repository, repository.defaultBranch)
        if (tip !== undefined && parent !== tip && options.force !== true)
          throw new Error('not a fast-forward: needs force')
        const message = options.message ?? `Change ${Object.keys(files).join(', ').slice(0, 60)}`
        const parents = parent === undefined ? [] : [parent]
        const after = await writeCommit(world, repository, { parents, files, author: by, message })
        await moveBranch(world, { repository, branch, after, by })
        return after
      })
    },
    deleteBranch: (name, branch) => {
      const repository = repositoryNamed(world, name)
      return inTurn(repository, () =>
        moveBranch(world, { repository, branch, after: null, by: repository.owner }),
      )
    },
    openPullRequest: (opening) => {
      const repository = repositoryNamed(world, opening.repo)
      return inTurn(repository, async () => {
        const pull = await openPullRequest(world, {
          repository,
          headRepository:
            opening.fromFork === undefined ? repository : repositoryNamed(world, opening.fromFork),
          headBranch: opening.head,
          baseBranch: opening.base ?? repository.defaultBranch,
          title: opening.title ?? `Change ${opening.head}`,
          body: opening.body ?? null,
          author: user(opening.author),
          isDraft: opening.draft ?? false,
        })
        return pull.number
      })
    },
    headOf: (name, branch) => found(branchSha(repositoryNamed(world, name), branch), `branch ${branch}`),
  }
}

function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`no such ${what}`)
  return value
}
