/** The floor: node:http that reads a body and answers, with the signature checked (`hmac`) or not. Stores nothing. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tellParent } from './measured-child.ts'
import { webhookSecret } from './prepared-bodies.ts'

const checks = process.argv[2] === 'hmac'

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const isGood = !checks || verify(Buffer.concat(chunks), request.headers['x-hub-signature-256'])
    response.writeHead(isGood ? 202 : 401, { 'content-type': 'application/json' })
    response.end('{"ok":true}')
  })
})
server.listen(0, '127.0.0.1', () => {
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  tellParent({ port: (server.address() as AddressInfo).port, stop })
})

function verify(body: Buffer, signature: string | readonly string[] | undefined): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', webhookSecret).update(body).digest('hex')}`)
  const given = Buffer.from(typeof signature === 'string' ? signature : '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
