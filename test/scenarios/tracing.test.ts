/** One review as a collector of traces sees it. */
import { expect, test, vi } from 'vitest'
import { eventually } from '../world/eventually.ts'
import { createHostedWorld, owner } from '../world/hosted-world.ts'
import { startTraceCollector } from '../world/trace-collector.ts'

vi.setConfig({ testTimeout: 120_000 })

test('a review is one trace, from the webhook to the last request', async () => {
  const collector = await startTraceCollector()
  const world = await createHostedWorld()
  const repo = `${owner}/shop`
  await world.serve({ env: { AUTOGEN_TRACES_URL: collector.url } })
  const { github, app } = world
  await github.createRepository({ owner, name: 'shop', files: { 'README.md': '# Shop\n' } })
  github.person('alice', { [repo]: 'write' })
  github.install(app.appId, owner, 'all')
  await github.pushCommit(repo, 'orders', { 'orders.py': 'eval(input())\n' }, { by: 'alice' })
  const number = await github.openPullRequest({ repo, head: 'orders', author: 'alice', title: 'Orders' })
  await world.reviewed(repo, number)

  const review = await eventually('the whole review', () =>
    collector.spans.find((span) => span.name === 'review'),
  )
  const trace = collector.spans.filter(({ traceId }) => traceId === review.traceId)
  const parentOf = (name: string) => {
    const span = trace.find((one) => one.name === name)
    return trace.find(({ spanId }) => spanId === span?.parentSpanId)?.name
  }
  expect(review.parentSpanId ?? '').toBe('')
  expect(parentOf('take in the webhook')).toBe('review')
  expect(parentOf('wait')).toBe('review')
  expect(parentOf('try')).toBe('review')
  expect(parentOf('review the change')).toBe('try')
  expect(parentOf('publish')).toBe('try')
  expect(trace.filter(({ name }) => name.startsWith('POST /repos/{owner}/{repo}'))).not.toEqual([])
  expect(JSON.stringify(trace)).not.toContain('shop')
})
