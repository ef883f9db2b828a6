/** A small shop's repository and a pull request with two findings: what the stories of the service begin with. */
import type { PullView } from '../../sim/github/pulls/pull-view.ts'
import { type HostedWorld, owner } from './hosted-world.ts'

export const shop = `${owner}/shop`

const fixedQuery = `"SELECT * FROM orders WHERE customer = ?", (customer,)`
const riskyQuery = `f"SELECT * FROM orders WHERE customer = '{customer}'"`

function orders(query: string): string {
  return `import sqlite3


def find_orders(db: sqlite3.Connection, customer: str):
    return db.execute(${query}).fetchall()


def parse(text: str):
    return eval(text)
`
}

/** Two findings, on lines 5 and 9. */
export const riskyOrders = orders(riskyQuery)
/** The first of them is mended, the second has moved to line 10. */
export const halfMendedOrders = `# Orders\n${orders(fixedQuery)}`

export async function openShop({ github, app }: HostedWorld): Promise<void> {
  await github.createRepository({ owner, name: 'shop', files: { 'README.md': '# Shop\n' } })
  github.person('alice', { [shop]: 'write' })
  github.install(app.appId, owner, 'all')
}

/** @returns its number */
export async function openRiskyPull({ github }: HostedWorld, branch = 'orders'): Promise<number> {
  await github.pushCommit(shop, branch, { 'orders.py': riskyOrders }, { by: 'alice' })
  return github.openPullRequest({ repo: shop, head: branch, author: 'alice', title: 'Orders' })
}

/** `path:line` of each thread that is open. */
export function openThreads({ threads }: PullView): readonly string[] {
  return threads.filter(({ isResolved }) => !isResolved).map(({ path, line }) => `${path}:${line}`)
}

/** What must never be: the same said twice. @returns what is there more than once, empty when all is well */
export function saidTwice({ reviews, issueComments, threads, checkRuns }: PullView): readonly string[] {
  const comments = threads.map(({ comments: [first] }) => `${first?.path}: ${first?.body}`)
  // The mark of what it is: a summary, or the answer to one comment.
  const summaries = issueComments.map(
    ({ body }) => /<!-- autogen-bot:[^>]*-->/.exec(body ?? '')?.[0] ?? String(body),
  )
  const heads = reviews.map(({ commit_id }) => `review of ${commit_id}`)
  const checks = checkRuns.map(({ name, head_sha }) => `check ${name} of ${head_sha}`)
  const all = [...comments, ...summaries, ...heads, ...checks]
  return all.filter((text, at) => all.indexOf(text) !== at)
}
