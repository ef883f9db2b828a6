/**
 * The manifest flow: a page on loopback sends the browser to the host with a manifest, the host sends it back with a
 * code, and the code buys the new App's credentials once.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { type AppManifest, appManifest } from './app-manifest.ts'
import { donePage, failedPage, setupPage } from './setup-page.ts'
import type { AppCredentials } from './store-credentials.ts'

export interface ReceiveOptions {
  readonly name: string
  readonly publicUrl: string | null
  readonly contents: 'read' | 'write'
  readonly issues: 'read' | 'write'
  /** The host's website, e.g. `https://github.com`. */
  readonly webUrl: string
  /** The App belongs to this organisation; null: to the person. */
  readonly organisation: string | null
  /** 0: any free one. */
  readonly port: number
  /** Buys the credentials for the code. */
  readonly convert: (
    code: string,
  ) => Promise<Outcome<AppCredentials & { readonly webUrl: string }, { readonly message: string }>>
  /** Called with the address to open. */
  readonly onReady: (address: string) => void
  readonly signal: AbortSignal
}

export interface SetupFailure {
  readonly message: string
  readonly remedy: string
}

export async function receiveApp(options: ReceiveOptions): Promise<Outcome<AppCredentials, SetupFailure>> {
  const state = randomBytes(16).toString('hex')
  const server = createServer()
  const closed = new Promise<void>((resolve) => server.once('close', resolve))
  try {
    const received = new Promise<Outcome<AppCredentials, SetupFailure>>((resolve) => {
      options.signal.addEventListener('abort', () => resolve(fail(cancelled)), { once: true })
      server.on('error', (error) =>
        resolve(
          fail({ message: `The page cannot be served: ${error.message}.`, remedy: 'Give another --port.' }),
        ),
      )
      server.on('request', (request, response) => {
        void answer(request, response, { ...options, state, address: addressOf(server.address()) }).then(
          (app) => {
            if (app !== null) resolve(succeed(app))
          },
        )
      })
      server.listen(options.port, '127.0.0.1', () => options.onReady(addressOf(server.address())))
    })
    return await received
  } finally {
    server.close()
    server.closeIdleConnections()
    if (server.listening) await closed
  }
}

const cancelled: SetupFailure = {
  message: 'The set-up was cancelled before GitHub had created the App.',
  remedy: 'Start it again.',
}

interface Visit extends ReceiveOptions {
  readonly state: string
  readonly address: string
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  visit: Visit,
): Promise<AppCredentials | null> {
  const url = new URL(request.url ?? '/', visit.address)
  if (request.method !== 'GET' || request.headers.host !== new URL(visit.address).host) {
    send(response, 404, failedPage('There is nothing here.'))
    return null
  }
  if (url.pathname === '/') {
    send(response, 200, setupPage(newAppUrl(visit), manifestOf(visit)), new URL(visit.webUrl).origin)
    return null
  }
  const code = url.searchParams.get('code') ?? ''
  if (
    url.pathname !== '/created' ||
    !isState(url.searchParams.get('state'), visit.state) ||
    !/^[\w-]{1,100}$/.test(code)
  ) {
    send(response, 400, failedPage('This is not the answer to our question; begin again.'))
    return null
  }
  const app = await visit.convert(code)
  if (!app.ok) {
    send(response, 502, failedPage(app.failure.message))
    return null
  }
  send(response, 200, donePage(app.value.slug, `${app.value.webUrl}/installations/new`))
  return app.value
}

function manifestOf({ name, publicUrl, contents, issues, address }: Visit): AppManifest {
  return appManifest({ name, publicUrl, contents, issues, redirectUrl: `${address}/created` })
}

function newAppUrl({ webUrl, organisation, state }: Visit): string {
  const owner = organisation === null ? '' : `/organizations/${encodeURIComponent(organisation)}`
  return `${webUrl.replace(/\/+$/, '')}${owner}/settings/apps/new?state=${state}`
}

function isState(given: string | null, expected: string): boolean {
  const bytes = Buffer.from(given ?? '')
  return bytes.length === expected.length && timingSafeEqual(bytes, Buffer.from(expected))
}

/** @param formTarget where the page's form may be sent */
function send(response: ServerResponse, status: number, html: string, formTarget = "'none'"): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action ${formTarget}; base-uri 'none'; frame-ancestors 'none'`,
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(html)
}

function addressOf(address: AddressInfo | string | null): string {
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
}
