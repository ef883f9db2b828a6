import { expect, test } from 'vitest'
import { startTraceCollector } from '../../../test/world/trace-collector.ts'
import { createOtlpTracer } from './create-tracer.ts'

test('what two processes do for one job is one trace, whose outermost span is told last', async () => {
  const { spans, url } = await startTraceCollector()
  const open = () => createOtlpTracer({ url, headers: {}, resource: { 'service.name': 'autogen-bot' } })
  const web = open()
  const worker = open()
  web.record('job 1', { name: 'webhook', beganAt: 1_000, endedAt: 1_010, attributes: {}, isWhole: false })
  await worker.follow('job 1', 'try', { attempt: 1 }, () =>
    worker.span('fetch', {}, () => worker.span('GET /repos', {}, async () => 'read')),
  )
  await worker.span('belongs to nothing', {}, async () => {})
  worker.record('job 1', { name: 'review', beganAt: 1_000, endedAt: 3_000, attributes: {}, isWhole: true })
  worker.record('job 2', { name: 'review', beganAt: 1_000, endedAt: 3_000, attributes: {}, isWhole: true })
  await Promise.all([web.close(), worker.close()])

  const one = spans.find(({ name, parentSpanId }) => name === 'review' && !parentSpanId)
  const trace = spans.filter(({ traceId }) => traceId === one?.traceId)
  const parentOf = (name: string) =>
    trace.find(({ spanId }) => spanId === trace.find((span) => span.name === name)?.parentSpanId)?.name
  expect(spans.map(({ name }) => name).sort()).toEqual(
    ['GET /repos', 'fetch', 'review', 'review', 'try', 'webhook'].sort(),
  )
  expect([parentOf('webhook'), parentOf('try'), parentOf('fetch'), parentOf('GET /repos')]).toEqual([
    'review',
    'review',
    'try',
    'fetch',
  ])
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(2)
})

test('a collector that is not there costs the work nothing, and what fails is still told', async () => {
  const tracer = createOtlpTracer({ url: 'http://127.0.0.1:9/v1/traces', headers: {}, resource: {} })
  await expect(
    tracer.follow('job 1', 'try', {}, async () => {
      throw new Error('as before')
    }),
  ).rejects.toThrow('as before')
  await tracer.close()
})
