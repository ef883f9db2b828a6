/** E-mail, through a real mail server on this machine. */
import { createServer } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import type { Behaviour } from '../../ports/notifier/notifier-contract.ts'
import { aMessage, describeNotifierContract, hostileText } from '../../ports/notifier/notifier-contract.ts'
import { createEmailNotifier } from './email.ts'

const password = 'the-password-of-the-mail'
const { signal } = new AbortController()

interface MailServer {
  readonly port: number
  /** Whole mails, as they came. */
  readonly mails: string[]
  readonly recipients: string[]
  behave(how: Behaviour): Promise<void> | void
  close(): Promise<void>
}

let open: MailServer | null = null
afterEach(async () => {
  await open?.close()
  open = null
})

async function openMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: string[] = []
  const recipients: string[] = []
  let how: Behaviour = 'well'
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    closeTimeout: 1,
    onAuth: ({ username, password: given }, _session, done) =>
      username === 'bot' && given === password ? done(null, { user: 'bot' }) : done(new Error(`no ${given}`)),
    onRcptTo: ({ address }, _session, done) => {
      if (address.startsWith('nobody'))
        return done(Object.assign(new Error('no such user'), { responseCode: 550 }))
      recipients.push(address)
      done()
    },
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (how === 'hanging') return
        if (how === 'broken') return done(Object.assign(new Error('try later'), { responseCode: 451 }))
        if (how === 'refusing') return done(Object.assign(new Error(`no ${password}`), { responseCode: 554 }))
        mails.push(Buffer.concat(chunks).toString('utf8'))
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    mails,
    recipients,
    behave: (next) => {
      how = next
      return next === 'gone' ? close() : undefined
    },
    close,
  }
}

function notifierFor(port: number, but: { scheme?: string; pass?: string; to?: readonly string[] } = {}) {
  const { scheme = 'smtp', pass = password, to = ['ann@example.com', 'ben@example.com'] } = but
  const smtpUrl = `${scheme}://bot:${encodeURIComponent(pass)}@127.0.0.1:${port}`
  const from = 'bot@reviews.example.com'
  return createEmailNotifier(
    { kind: 'email', name: 'mail', isChannel: true, smtpUrl, from, to },
    { service: 'autogen-bot', timeMsMax: 5_000 },
  )
}

/** Headers without their folds. */
function headersOf(mail: string): string {
  return (mail.split('\r\n\r\n')[0] ?? '').replaceAll(/\r\n[ \t]+/g, ' ')
}

function headerOf(mail: string | undefined, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)$`, 'im').exec(headersOf(mail ?? ''))?.[1]
}

describeNotifierContract('e-mail', async () => {
  const server = await openMailServer()
  return {
    notifier: notifierFor(server.port),
    secrets: [password],
    behave: (how) => server.behave(how),
    received: () => server.mails,
    close: () => server.close(),
  }
})

test('the mails of an incident hang together; the same one has the same id', async () => {
  open = await openMailServer()
  const notifier = notifierFor(open.port)
  await notifier.send(aMessage(), signal)
  await notifier.send(aMessage(), signal)
  await notifier.send(aMessage({ kind: 'ended', dedupeKey: 'end' }), signal)
  await notifier.send(aMessage({ thread: 'incident-13', dedupeKey: 'other' }), signal)
  const [first, same, end, other] = open.mails
  expect(headerOf(first, 'Message-ID')).toBe(headerOf(same, 'Message-ID'))
  expect(headerOf(first, 'Message-ID')).not.toBe(headerOf(end, 'Message-ID'))
  expect(headerOf(first, 'References')).toBe(headerOf(end, 'References'))
  expect(headerOf(first, 'References')).not.toBe(headerOf(other, 'References'))
  expect(headerOf(first, 'Auto-Submitted')).toBe('auto-generated')
  expect(headerOf(first, 'X-Priority')).toContain('1')
})

test('hostile text makes no header, no recipient and no markup', async () => {
  open = await openMailServer()
  const title = 'Down\r\nBcc: all@example.com\r\n\r\n<b>'
  const notifier = notifierFor(open.port)
  expect(await notifier.send(aMessage({ title, text: hostileText }), signal)).toMatchObject({ ok: true })
  const [mail = ''] = open.mails
  expect(headersOf(mail)).not.toMatch(/^Bcc:/im)
  expect(headerOf(mail, 'Subject')).toBe('[P1] Down Bcc: all@example.com <b>')
  expect(open.recipients).toEqual(['ann@example.com', 'ben@example.com'])
  const html = mail.slice(mail.indexOf('text/html'))
  expect(html).not.toContain('<script')
  expect(html).toContain('&#60;script&#62;')
})

test('a refused password stays refused; a recipient that does not exist keeps nobody else from the mail', async () => {
  open = await openMailServer()
  const wrong = await notifierFor(open.port, { pass: 'a-wrong-password' }).send(aMessage(), signal)
  expect(wrong).toMatchObject({ ok: false, failure: { kind: 'refused' } })
  expect(JSON.stringify(wrong)).not.toContain('a-wrong-password')
  const partly = notifierFor(open.port, { to: ['ann@example.com', 'nobody@example.com'] })
  expect(await partly.send(aMessage(), signal)).toMatchObject({
    value: { reference: expect.stringContaining('1 of 2 recipients refused') },
  })
})

test('a certificate that nobody vouches for is not trusted', async () => {
  open = await openMailServer({ secure: true, disabledCommands: [] })
  const sent = await notifierFor(open.port, { scheme: 'smtps' }).send(aMessage(), signal)
  expect(sent).toMatchObject({ ok: false, failure: { kind: 'unreachable' } })
  expect(open.mails).toEqual([])
})

test('a server that never greets is left in time', async () => {
  const silent = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const address = silent.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const notifier = createEmailNotifier(
    {
      kind: 'email',
      name: 'mail',
      isChannel: false,
      smtpUrl: `smtp://127.0.0.1:${port}`,
      from: 'bot@example.com',
      to: ['ann@example.com'],
    },
    { service: 'autogen-bot', timeMsMax: 200 },
  )
  expect(await notifier.send(aMessage(), signal)).toMatchObject({ failure: { kind: 'unreachable' } })
  await new Promise<void>((resolve) => silent.close(() => resolve()))
})
