import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claim, livingClaims, soleClaim } from './claims.ts'
import { ownIdentity } from './process-identity.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'autogen-bot-claims-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the sole claim is one at a time, and everyone gets it', async () => {
  let inside = 0
  let most = 0
  let served = 0
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      const sole = await soleClaim(folder, 20_000)
      if (!sole.ok) throw new Error('nobody held it that long')
      inside += 1
      most = Math.max(most, inside)
      await turn()
      inside -= 1
      served += 1
      await sole.value.leave()
    }),
  )
  expect({ most, served }).toEqual({ most: 1, served: 12 })
  expect(readdirSync(folder)).toEqual([])
})

test('who waits too long is told who holds it', async () => {
  const holder = await claim(folder)
  expect(await soleClaim(folder, 0)).toEqual({ ok: false, failure: { pid: String(process.pid) } })
  await holder.leave()
})

test('claims of the dead are removed: ended, recycled, or silent elsewhere', async () => {
  const { pid, startedAt, namespace } = ownIdentity()
  const live = `${pid}.${startedAt}.${namespace}.900`
  const recycled = `${pid}.1.${namespace}.1`
  const ended = `4194000.${startedAt}.${namespace}.1`
  const elsewhere = `${pid}.${startedAt}.aaaaaaaaaaaa.1`
  const silentElsewhere = `${pid}.${startedAt}.bbbbbbbbbbbb.1`
  for (const name of [live, recycled, ended, elsewhere, silentElsewhere, 'junk']) {
    writeFileSync(join(folder, name), '')
  }
  utimesSync(join(folder, silentElsewhere), 0, 0)
  expect([...(await livingClaims(folder, null))].sort()).toEqual([live, elsewhere].sort())
  expect(readdirSync(folder).sort()).toEqual([live, elsewhere].sort())
})
