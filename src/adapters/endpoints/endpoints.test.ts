/** Names, handshakes and certificates, with real servers on the loopback. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { endpointOf, endpointText } from './endpoint.ts'
import { lookUpHost } from './look-up-host.ts'
import { readCertificateFile } from './read-certificate-file.ts'
import { shakeHands } from './shake-hands.ts'

const dayMs = 86_400_000
let folder = ''
let keys: { readonly key: string; readonly cert: string }

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-endpoints-'))
  const made = spawnSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem'), '-days', '3'],
      ...['-subj', '/CN=localhost'],
    ],
    { encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`openssl is needed for this test: ${made.stderr}`)
  keys = {
    key: readFileSync(join(folder, 'key.pem'), 'utf8'),
    cert: readFileSync(join(folder, 'cert.pem'), 'utf8'),
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const soon = () => AbortSignal.timeout(20_000)

test.each([
  ['https://api.github.com', 'api.github.com:443'],
  ['https://[::1]:8443/api/v3', '[::1]:8443'],
  ['rediss://user:secret@queue.example.com', 'queue.example.com:6379'],
  ['postgresql://bot:secret@db.example.com/bot?sslmode=verify-full', 'db.example.com:5432'],
])('%s is reached by TLS', (address, text) => {
  const endpoint = endpointOf(address)
  expect(endpoint === null ? null : endpointText(endpoint)).toBe(text)
})

test.each([
  'http://127.0.0.1:3000',
  'redis://queue',
  'postgresql://bot@db/bot',
  'postgresql://bot@%2Frun%2Fpg/bot?sslmode=require',
  'nonsense',
])('%s is not', (address) => {
  expect(endpointOf(address)).toBeNull()
})

test('a handshake tells whom it does not trust and when the certificate ends', async () => {
  const port = await listening(createTlsServer(keys, (socket) => socket.on('error', () => {})))
  const hands = await shakeHands({ host: '127.0.0.1', port, begins: 'with tls' }, soon())
  expect(hands.distrust).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
  expect(hands.notAfter - hands.notBefore).toBe(3 * dayMs)
})

test('PostgreSQL is asked for TLS first', async () => {
  const port = await listening(
    createServer((socket) => {
      socket.once('data', (asked) => {
        expect(asked.toString('hex')).toBe('0000000804d2162f')
        socket.write('S', () => {
          const secured = new TLSSocket(socket, { isServer: true, ...keys })
          secured.on('error', () => {})
        })
      })
    }),
  )
  const hands = await shakeHands({ host: '127.0.0.1', port, begins: 'as postgres' }, soon())
  expect(hands.notAfter).toBeGreaterThan(Date.now() + 2 * dayMs)
})

test('a database that refuses TLS, a port that is closed, and one that stays silent are failures', async () => {
  const refusing = await listening(createServer((socket) => socket.once('data', () => socket.write('N'))))
  await expect(
    shakeHands({ host: '127.0.0.1', port: refusing, begins: 'as postgres' }, soon()),
  ).rejects.toThrow('does not speak TLS')
  const silent = await listening(createServer(() => {}))
  await expect(
    shakeHands({ host: '127.0.0.1', port: silent, begins: 'with tls' }, AbortSignal.timeout(50)),
  ).rejects.toThrow()
  const gone = createServer()
  const port = await listening(gone)
  await new Promise((resolve) => gone.close(resolve))
  await expect(shakeHands({ host: '127.0.0.1', port, begins: 'with tls' }, soon())).rejects.toThrow(
    'ECONNREFUSED',
  )
})

test('names are looked up, addresses are their own answer', async () => {
  await lookUpHost('localhost')
  await lookUpHost('::1')
  await expect(lookUpHost('no-such-host.invalid')).rejects.toThrow('leads to no address')
})

test('of a file with several certificates the first to end counts', async () => {
  const { notBefore, notAfter } = await readCertificateFile(join(folder, 'cert.pem'))
  expect(notAfter - notBefore).toBe(3 * dayMs)
  writeFileSync(join(folder, 'empty.pem'), 'nothing')
  await expect(readCertificateFile(join(folder, 'empty.pem'))).rejects.toThrow('no certificate')
})
