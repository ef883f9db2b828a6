import { expect, test } from 'vitest'
import { diagnosisIn } from './diagnosis-in.ts'

const looked = { action: 'runbook.ran', detail: { page: 'queue-stuck', step: 'a', verdict: 'unexpected' } }
const diagnosed = (alert: string, unexpected: number, notApplicable: number) => ({
  action: 'runbook.diagnosed',
  detail: {
    page: 'a-page',
    alert,
    steps: 4,
    unexpected: Array.from({ length: unexpected }, () => ({ step: 'a' })),
    notApplicable: Array.from({ length: notApplicable }, () => ({ step: 'b' })),
  },
})

test('a diagnosis counts once all looks of its own alert have ended', () => {
  expect(diagnosisIn([], 'QueueStuck')).toBeNull()
  expect(diagnosisIn([looked, diagnosed('ServiceDown', 3, 0), looked], 'QueueStuck')).toBeNull()
  const timeline = [looked, diagnosed('ServiceDown', 3, 0), looked, diagnosed('QueueStuck', 1, 2)]
  expect(diagnosisIn(timeline, 'QueueStuck')).toEqual({ run: 2, failed: 1 })
})
