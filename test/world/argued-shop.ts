/**
 * Changes of which the scripted model has something to say: one finding that both hold for a defect, one that is refuted
 * and taken back, one that is refuted without code and defended, one that an analyser tells as well.
 */
import type { FileChanges } from '../../sim/github/repositories/write-commit.ts'
import { type HostedWorld, owner } from './hosted-world.ts'

export const arguedShop = `${owner}/shop`

export const baseFiles = {
  'src/store.ts': `export interface Order {
  readonly id: string
  readonly lines: readonly { readonly price: number }[]
}

export interface Store {
  save(order: Order): Promise<void>
  query(text: string): Promise<readonly Order[]>
}
`,
}

/** Line 6 reads past the end. */
export const wrongTotal = total('<=')
export const rightTotal = total('<')

function total(comparison: string): string {
  return `import type { Order } from './store.ts'

export function total(order: Order): number {
  const { lines } = order
  let sum = 0
  for (let at = 0; at ${comparison} lines.length; at += 1) {
    sum += lines[at].price
  }
  return sum
}
`
}

/** Line 4 is not awaited. */
export const wrongPlace = `import type { Order, Store } from './store.ts'

export async function place(store: Store, order: Order): Promise<string> {
  store.save(order)
  return order.id
}
`

/** Line 4 is told by an analyser, and line 8 is proposed and withdrawn. */
export const wrongFind = `import type { Order, Store } from './store.ts'

export function find(store: Store, name: string): Promise<readonly Order[]> {
  return store.query("SELECT * FROM orders WHERE customer = '" + name + "'")
}

export function quantity(text: string): number {
  return parseInt(text)
}
`

/** Line 2 is refuted without code, defended, and upheld: the longest argument. */
export const leftOpen = `def read_orders(path: str) -> str:
    handle = open(path)
    return handle.read()
`

export const wrongOrders: FileChanges = {
  'src/total.ts': wrongTotal,
  'src/place.ts': wrongPlace,
  'src/find.ts': wrongFind,
}

/** A loop that reads past the end, on line 3; its name is in its body, so that nothing of it was ever argued about. */
export function loopNamed(name: string): FileChanges {
  return {
    [`src/${name}.ts`]: `export function ${name}(items: readonly number[]): number {
  let ${name}Sum = 0
  for (let at = 0; at <= items.length; at += 1) ${name}Sum += items[at] ?? 0
  return ${name}Sum
}
`,
  }
}

/** The same, so long that a part of a review holds no second one of its kind. */
export function longLoopNamed(name: string): FileChanges {
  const lines = Array.from({ length: 45 }, (_, at) => `  ${name}Sum += items.length * ${at + 2} - ${at}\n`)
  const [[path, text] = ['', '']] = Object.entries(loopNamed(name)) as [string, string][]
  return { [path]: text.replace('  return', `${lines.join('')}  return`) }
}

/** Told by an analyser, on line 2. */
export function evalNamed(name: string): FileChanges {
  return { [`src/${name}-run.ts`]: `export function run(text: string): unknown {\n  return eval(text)\n}\n` }
}

export async function openArguedShop(
  { github, app }: HostedWorld,
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  await github.createRepository({ owner, name: 'shop', files: { ...baseFiles, ...files } })
  github.person('alice', { [arguedShop]: 'write' })
  github.install(app.appId, owner, 'all')
}

/** @returns its number */
export async function openPull({ github }: HostedWorld, branch: string, files: FileChanges): Promise<number> {
  await github.pushCommit(arguedShop, branch, files, { by: 'alice' })
  return github.openPullRequest({
    repo: arguedShop,
    head: branch,
    author: 'alice',
    title: `About ${branch}`,
    body: 'Orders are placed, found and added up.',
  })
}
