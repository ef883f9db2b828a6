import type { Fault } from '../fault.ts'

export const redisDown: Fault = {
  name: 'Redis down',
  alert: 'ComponentFailed',
  severity: 'P3',
  consequences: ['QueueStuck', 'QueueBacklog'],
  inject: async ({ redis }) => redis.cut(),
  mend: async ({ redis }) => redis.mend(),
}
