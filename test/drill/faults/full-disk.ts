import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../fault.ts'

const share = 0.93

export const fullDisk: Fault = {
  name: 'full disk',
  alert: 'ResourceExhausted',
  severity: 'P2',
  consequences: ['ResourceHigh'],
  absence: ({ disk }) =>
    disk === null
      ? 'a small disk cannot be mounted here (it takes root), and the real one is left alone'
      : null,
  async inject({ disk }) {
    if (disk !== null)
      writeFileSync(join(disk.folder, 'filler'), Buffer.alloc(Math.floor(disk.bytes * share)))
  },
  async mend({ disk }) {
    if (disk !== null) rmSync(join(disk.folder, 'filler'), { force: true })
  },
}
