import { expect, test } from 'vitest'
import { classifyNetworkError } from './classify-network-error.ts'

const circumstances = { isWrite: true, timeoutMs: null, host: 'git.example', now: 1_000 }

function coded(code: string): Error {
  return Object.assign(new Error('secret words'), { code })
}

test.each([
  ['ECONNREFUSED', false],
  ['ENOTFOUND', false],
  ['UND_ERR_CONNECT_TIMEOUT', false],
  ['SELF_SIGNED_CERT_IN_CHAIN', false],
  ['ECONNRESET', true],
  ['UND_ERR_SOCKET', true],
  ['UND_ERR_HEADERS_TIMEOUT', true],
  ['SOMETHING_NEW', true],
])('after %s a write may have happened: %s', (code, mayHaveApplied) => {
  const failure = classifyNetworkError([new TypeError('fetch failed'), coded(code)], circumstances)
  expect(failure).toMatchObject({ kind: 'network', mayHaveApplied, retryAt: 16_000 })
  expect(failure.message).toBe(`git.example gave no answer (${code}).`)
})

test('a certificate that nobody knows is told with its cure', () => {
  const failure = classifyNetworkError([coded('SELF_SIGNED_CERT_IN_CHAIN')], circumstances)
  expect(failure.remedy).toContain('NODE_EXTRA_CA_CERTS')
})

test('anything at all may be thrown', () => {
  const odd = [undefined, null, 'text', 5, { code: 'ECONNREFUSED' }, coded('with blanks'), coded('')]
  for (const thrown of odd) {
    expect(classifyNetworkError([thrown], circumstances).mayHaveApplied).toBe(true)
  }
})
