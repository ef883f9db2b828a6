/** Probot as its users run it, with a silent logger and a handler that does nothing. Stores nothing. */
import { pino } from 'pino'
import { Probot, Server } from 'probot'
import { tellParent } from '../measured-child.ts'
import { appId, webhookPath, webhookSecret } from '../prepared-bodies.ts'
import { privateKey } from '../private-key.ts'

const log = pino({ level: 'silent' })
const server = new Server({
  Probot: Probot.defaults({ appId, secret: webhookSecret, privateKey: privateKey(), log }),
  log,
  host: '127.0.0.1',
  port: 0,
  webhookPath,
  loggingOptions: { level: 'silent' },
})
await server.load((app) => {
  app.on('pull_request', () => {})
})
const http = await server.start()
tellParent({ port: http.address().port, stop: () => server.stop() })
