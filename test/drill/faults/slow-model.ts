import type { Fault } from '../fault.ts'

/** It takes requests and does not answer: each is given up in time, and after a few the provider is left alone. */
export const slowModel: Fault = {
  name: 'slow model',
  alert: 'ComponentFailed',
  severity: 'P3',
  consequences: [],
  inject: async ({ model }) => model.hold(),
  mend: async ({ model }) => model.release(),
}
