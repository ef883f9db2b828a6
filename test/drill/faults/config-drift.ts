import { readFileSync, writeFileSync } from 'node:fs'
import type { Fault } from '../fault.ts'

const added = 'checks:\n  name: drifted\n'

export const configDrift: Fault = {
  name: 'config drift',
  alert: 'ConfigDrift',
  severity: 'P3',
  consequences: [],
  inject: async ({ configFile }) => writeFileSync(configFile, readFileSync(configFile, 'utf8') + added),
  mend: async ({ configFile }) =>
    writeFileSync(configFile, readFileSync(configFile, 'utf8').replace(added, '')),
}
