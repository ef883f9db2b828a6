/** The stories that every notifier has to tell in the same way, whatever stands on the other side. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Notification } from '../../domain/notification/notification.ts'
import type { Notifier } from './notifier.ts'

/** How the other side behaves from now on. */
export type Behaviour = 'well' | 'broken' | 'refusing' | 'hanging' | 'gone'

export interface NotifierWorld {
  readonly notifier: Notifier
  /** What must never be said. */
  readonly secrets: readonly string[]
  behave(how: Behaviour): Promise<void> | void
  /** What arrived, as text. */
  received(): readonly string[]
  close(): Promise<void>
}

export const hostileText = [
  '<!channel> @everyone @here <script>alert(1)</script>',
  '[click](https://evil.example) `code` *bold* <@U123> &amp; #12',
  '\u202Egnp.exe \u0000\u001b[31m',
  'Subject: forged\r\nBcc: all@example.com',
].join('\n')

export function aMessage(but: Partial<Notification> = {}): Notification {
  return {
    dedupeKey: 'incident-12/page/0',
    thread: 'incident-12',
    kind: 'page',
    severity: 'P1',
    title: 'ServiceDown: nobody answers',
    text: 'It has not answered for a minute.',
    incident: 12,
    links: [{ title: 'Acknowledge', url: 'https://reviews.example.com/ack/i1-2-3' }],
    to: { kind: 'on-call', level: 0 },
    ...but,
  }
}

export function describeNotifierContract(name: string, open: () => Promise<NotifierWorld>): void {
  describe(`${name} keeps the promises of a notifier`, () => {
    let world: NotifierWorld
    const { signal } = new AbortController()
    beforeEach(async () => {
      world = await open()
    })
    afterEach(() => world.close())

    test('a page arrives; twice the same is no failure', async () => {
      expect(await world.notifier.send(aMessage(), signal)).toMatchObject({ ok: true })
      expect(world.received().join('\n')).toContain('ServiceDown')
      expect(await world.notifier.send(aMessage(), signal)).toMatchObject({ ok: true })
    })

    test('every kind of message is taken', async () => {
      for (const kind of ['page', 'acknowledged', 'status', 'ended', 'report', 'test'] as const) {
        const sent = await world.notifier.send(aMessage({ kind, dedupeKey: kind }), signal)
        expect(sent, kind).toMatchObject({ ok: true })
      }
    })

    test('text made to hurt, and too much of it, is sent all the same', async () => {
      const title = `${hostileText} ${'x'.repeat(400)}`
      const text = hostileText.repeat(200)
      const links = [{ title: hostileText, url: 'javascript:alert(1)' }]
      const sent = await world.notifier.send(aMessage({ title, text, links }), signal)
      expect(sent).toMatchObject({ ok: true })
      const received = world.received().join('\n')
      const never = ['javascript:alert', '\u202E', '\u0000', '\u001b']
      expect(never.filter((text) => received.includes(text))).toEqual([])
    })

    test.each([
      ['broken', 'unreachable'],
      ['gone', 'unreachable'],
      ['refusing', 'refused'],
    ] as const)('one that is %s is told as %s, without a secret', async (how, kind) => {
      await world.behave(how)
      const sent = await world.notifier.send(aMessage(), signal)
      expect(sent).toMatchObject({ ok: false, failure: { kind } })
      for (const secret of world.secrets) expect(JSON.stringify(sent)).not.toContain(secret)
    })

    test('one that hangs is left when it is called off', async () => {
      await world.behave('hanging')
      const calling = new AbortController()
      const sending = world.notifier.send(aMessage(), calling.signal)
      calling.abort()
      expect(await sending).toMatchObject({ ok: false, failure: { kind: 'unreachable' } })
    })
  })
}
