/** Words that are meant for the models that review a change, and not for its readers. */
import type { TextAnalyser } from '../analyser.ts'
import { rules } from './catalogue.ts'

export const ordersToModels: TextAnalyser = {
  kind: 'text',
  id: 'orders-to-models',
  title: 'Orders to models',
  describes:
    'Words in any text file, and in names of files, that tell a reviewing language model what to do.',
  // A comment that silences a tool may be the very order.
  seesSuppressions: true,
  rules: async () => rules,
  reads: ({ role }) => role === 'code',
  open: async () => (await import('./observe-orders.ts')).observeOrders,
}
