import type { Fault } from '../fault.ts'

/** In the programme so that nobody forgets it: this version asks no language model. */
export const slowModel: Fault = {
  name: 'slow model',
  alert: 'ComponentFailed',
  severity: 'P3',
  consequences: [],
  absence: () => 'this version asks no language model',
  inject: async () => {},
  mend: async () => {},
}
