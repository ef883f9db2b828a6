/** What runs against what is declared. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase } from '../../../test/world/postgres.ts'
import { createPrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Log, LogFields } from '../../ports/log/log.ts'
import type { Store } from '../../ports/store/store.ts'
import { indicators } from '../indicators/indicators.ts'
import {
  type ConfigDigests,
  differingSettings,
  digestConfig,
  hashOfDigests,
  sharedDigests,
} from './config-digests.ts'
import { createLookAtDrift } from './watch-drift.ts'

const now = Date.UTC(2026, 10, 23)
const config = {
  dataFolder: '/var/lib/bot',
  http: { host: '127.0.0.1', port: 3000 },
  worker: { concurrency: 2 },
  apps: [{ name: 'main', privateKey: 'a very secret key', webhookSecrets: ['one', 'two'] }],
  redisUrl: null,
}
const meter = createPrometheusMeter(indicators)

let store: Store
let drop = async () => {}
let said: { fields: LogFields; message: string }[] = []
const say = (fields: LogFields, message: string) => void said.push({ fields, message })
const log: Log = { debug: say, info: say, warn: say, error: say, child: () => log }

beforeEach(async () => {
  const database = await createDatabase()
  drop = database.drop
  store = await openStore({ connection: database.config, log, connectTimeoutMs: 500 })
  said = []
})

afterEach(async () => {
  await store?.close()
  await drop()
})

function lookAt(declared: () => Outcome<ConfigDigests, string>) {
  return createLookAtDrift({
    running: digestConfig(config),
    readDeclared: declared,
    runs: store.runs,
    silenceMs: 60_000,
    clock: { now: () => now },
    log,
    meter,
  })
}

async function runElsewhere(other: object, startedAt = now): Promise<void> {
  const digests = sharedDigests(digestConfig(other))
  await store.runs.begin({
    role: 'worker',
    host: 'elsewhere',
    pid: 7,
    version: '1.0.0',
    configHash: hashOfDigests(digests),
    configDigests: digests,
    startedAt,
  })
}

async function gauge(): Promise<string | undefined> {
  return /^autogen_config_drift (.*)$/m.exec((await meter.render()).text)?.[1]
}

test('settings are told apart by name, secrets among them, and no value can be read back', () => {
  const changed = {
    ...config,
    apps: [{ ...config.apps[0], name: 'main', privateKey: 'another key', webhookSecrets: ['one'] }],
  }
  const [one, other] = [digestConfig(config), digestConfig(changed)]
  expect(differingSettings(one, other)).toEqual(['apps.main.privateKey', 'apps.main.webhookSecrets'])
  expect(JSON.stringify(one)).not.toMatch(/secret key|one|two/)
  expect(Object.values(one).every((digest) => /^[0-9a-f]{5}$/.test(digest))).toBe(true)
})

test('settings of one name are told apart from others of that name, in any order', () => {
  const [one, turned] = [digestConfig({ a: { b: 1 }, 'a.b': 2 }), digestConfig({ 'a.b': 2, a: { b: 1 } })]
  expect(one).toEqual(turned)
  expect(differingSettings(one, digestConfig({ a: { b: 3 }, 'a.b': 2 }))).toEqual(['a.b'])
})

test('the same settings in another order are the same', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (settings) => {
      const turned = Object.fromEntries(Object.entries(settings).reverse())
      expect(hashOfDigests(digestConfig(settings))).toBe(hashOfDigests(digestConfig(turned)))
    }),
  )
})

test('nothing drifts while file, environment and processes agree, whatever their ports', async () => {
  await runElsewhere({ ...config, dataFolder: '/elsewhere', http: { host: '0.0.0.0', port: 1 } })
  const look = lookAt(() => succeed(digestConfig(config)))
  expect(await look()).toEqual({ isDrifting: false, undeclared: [], unreadable: null, others: [] })
  expect(await gauge()).toBe('0')
  expect(said).toEqual([])
})

test('a declaration that changed is told once, by names, and taken back', async () => {
  let declared: object = { ...config, worker: { concurrency: 9 }, http: { host: '127.0.0.1', port: 3001 } }
  const look = lookAt(() => succeed(digestConfig(declared)))
  const undeclared = ['http.port', 'worker.concurrency']
  expect(await look()).toMatchObject({ isDrifting: true, undeclared })
  await look()
  expect(await gauge()).toBe('1')
  declared = config
  expect(await look()).toMatchObject({ isDrifting: false })
  expect(await gauge()).toBe('0')
  expect(said.map(({ message }) => message)).toEqual([
    'configuration drifts',
    'configuration is as declared again',
  ])
  expect(said[0]?.fields).toMatchObject({ undeclared })
})

test('a declaration that cannot be read drifts: a restart would fail', async () => {
  const look = lookAt(() => fail('autogen-bot.yaml: http.port is out of bounds'))
  expect(await look()).toMatchObject({ isDrifting: true, unreadable: expect.stringContaining('http.port') })
})

test('another process with other settings drifts, one that is gone does not', async () => {
  await runElsewhere({ ...config, worker: { concurrency: 5 } }, now - 120_000)
  const look = lookAt(() => succeed(digestConfig(config)))
  expect(await look()).toMatchObject({ isDrifting: false })
  await runElsewhere({ ...config, worker: { concurrency: 5 } })
  expect(await look()).toMatchObject({
    isDrifting: true,
    others: [{ role: 'worker', host: 'elsewhere', pid: 7, settings: ['worker.concurrency'] }],
  })
})

test('a store that is away hides the others, not the own drift', async () => {
  await store.close()
  const look = lookAt(() => succeed(digestConfig({ ...config, worker: { concurrency: 9 } })))
  expect(await look()).toMatchObject({ isDrifting: true, undeclared: ['worker.concurrency'], others: [] })
})
