/**
 * Secrets in what the change does not touch: files around it, files that a model asks for, words of people. No analyser
 * looks at them, and no model and no reader may see them.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ordersWith } from './hostile-change.ts'
import { createHostileWorld, type HostileWorld } from './review-hostile-change.ts'

// Put together here, so that no scanner takes this file for a leak.
const id = (end: string) => `AKIA${end}`
const secrets = {
  environment: id('Q3EGRTZ7MWXN5LK1'),
  password: 'kR8vx2Qm7Zt4Lw9B',
  caller: id('Q3EGRTZ7MWXN5LK2'),
  test: id('Q3EGRTZ7MWXN5LK3'),
  guidance: `ghp_${'x7Kq2mVb9TzR4wYc8LpN3sHd6FgJ1aQe5uXo'}`,
  title: id('Q3EGRTZ7MWXN5LK4'),
  description: id('Q3EGRTZ7MWXN5LK5'),
  hidden: id('Q3EGRTZ7MWXN5LK6'),
  issue: id('Q3EGRTZ7MWXN5LK7'),
  thread: id('Q3EGRTZ7MWXN5LK8'),
  reason: id('Q3EGRTZ7MWXN5LK9'),
  commit: `xoxb-123456789012-${'a7Bc9De1Fg3Hi5Jk7Lm9'}`,
  path: id('Q3EGRTZ7MWXN5LM1'),
  key: `MC4CAQAwBQYDK2VwBCIEIJ${'8sV2kQx7mR4tYw9Zb3Nc6Ld1Fg5Hj0Ka2Pe8Ui4Wo7'}`,
}

const base = {
  '.env': `AWS_ID=${secrets.environment}\nSESSION_PASSWORD=${secrets.password}\n`,
  'src/invoice.ts': `import { total } from './orders.ts'\n\nexport function invoice(orders) {\n  upload("${secrets.caller}")\n  return total(orders)\n}\n`,
  'src/orders.test.ts': `import { total } from './orders.ts'\n\ntest('total', () => {\n  login("${secrets.test}")\n  expect(total([])).toBe(0)\n})\n`,
  'AGENTS.md': `Use ${secrets.guidance} to publish.\n`,
  'keys/deploy': `-----BEGIN PRIVATE KEY-----\n${secrets.key}\n-----END PRIVATE KEY-----\n`,
  [`logs/${secrets.path}.txt`]: 'old\n',
}

let world: HostileWorld

beforeAll(async () => {
  world = await createHostileWorld()
})
afterAll(() => world.close())

test('nothing of them reaches a model, whichever way it asks, nor a reader', async () => {
  const hidden = `${secrets.hidden.slice(0, 9)}\u200b${secrets.hidden.slice(9)}`
  const calls = [
    { name: 'read_lines', parameters: { path: '.env', side: 'head', from: 1, to: 9 } },
    { name: 'read_lines', parameters: { path: 'keys/deploy', side: 'head', from: 2, to: 2 } },
    { name: 'read_earlier', parameters: { path: '.env', from: 1, to: 9 } },
    { name: 'search_text', parameters: { text: 'AKIA' } },
    { name: 'search_text', parameters: { text: 'AWS_ID' } },
    { name: 'find_symbol', parameters: { name: 'invoice' } },
    { name: 'list_directory', parameters: { path: 'logs' } },
    { name: 'read_lines', parameters: { path: `logs/${secrets.path}.csv`, side: 'head', from: 1, to: 9 } },
  ]
  const outcomes = await world.review(
    {
      name: 'secrets elsewhere',
      base,
      head: ordersWith({ above: '// See the invoice.' }),
      commit: `Sum orders\n\nTell ${secrets.commit} about it.`,
      story: {
        title: `Use ${secrets.title}`,
        description: `With ${secrets.description} and ${hidden}.`,
        linkedIssue: { title: 'Sum', body: `We had ${secrets.issue} there.` },
        earlier: [
          {
            ...{ finding: null, path: 'src/orders.ts', line: 2, fate: 'dismissed' },
            ...{ text: `Is ${secrets.thread} still in use?`, reason: `No, ${secrets.reason} is.` },
          },
        ],
      },
    },
    [
      {
        extends: 'default.yaml',
        rules: [{ when: { purpose: ['propose'] }, answer: { do: 'call-tools', calls } }],
      },
    ],
  )
  const [outcome] = outcomes
  const asked = JSON.stringify(outcome?.requests.map(({ system, turns }) => [system, turns]))
  const read = [
    'AWS_ID=',
    'SESSION_PASSWORD=',
    'upload(',
    'to publish',
    'still in use',
    'about it',
    'We had',
    'logs/',
  ]
  for (const words of read) expect(asked).toContain(words)
  for (const [where, secret] of Object.entries(secrets)) {
    expect(asked.includes(secret), `${where} came to a model`).toBe(false)
    expect(JSON.stringify([outcome?.json, outcome?.comments]).includes(secret), where).toBe(false)
  }
})
