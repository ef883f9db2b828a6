import { randomUUID } from 'node:crypto'
import type { Fault } from '../fault.ts'

const attempts = 200

export const signatureAttack: Fault = {
  name: 'signature attack',
  alert: 'SecurityIncident',
  severity: 'P1',
  consequences: [],
  async inject({ url }) {
    for (let at = 0; at < attempts; at += 1) {
      await fetch(`${url}/webhook`, {
        method: 'POST',
        body: '{"zen":"let me in"}',
        headers: {
          'content-type': 'application/json',
          'x-github-event': 'ping',
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
        },
      }).then((answer) => answer.arrayBuffer())
    }
  },
  // Whoever did it has stopped.
  mend: async () => {},
}
