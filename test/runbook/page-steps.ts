/** Steps of pages, gathered for running them. */
import type { RunbookStep } from '../../src/ops/runbook/runbook-page.ts'

export interface PageStep {
  readonly page: string
  readonly step: RunbookStep
}

const atOnce = 4

export function requestOf(step: RunbookStep, env: Readonly<Record<string, string>>) {
  return { command: step.command, env, timeoutMs: Math.max(step.timeoutMs, 60_000), outputBytesMax: 65_536 }
}

export function nameOf({ page, step }: PageStep): string {
  return `${page}/${step.id}`
}

export function keyOf({ command, example }: RunbookStep): string {
  return JSON.stringify([command, example])
}

/** Many pages have the same command; it is run once. */
export function distinct(steps: readonly PageStep[]): readonly (readonly PageStep[])[] {
  return [...Map.groupBy(steps, ({ step }) => keyOf(step)).values()]
}

export async function eachOf<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const waiting = [...items]
  const said: string[] = []
  const one = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift())
      said.push(...(await work(item)))
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return said
}
