/**
 * How a token is written: `agbot_ID_SECRETCHECK`. The prefix is what scanners for leaked secrets look for, and the
 * check (CRC-32) lets them, and us, tell a token from what only looks like one without asking the store.
 *
 * The secret is 256 random bits, so its plain SHA-256 is stored: there is no list of likely secrets to try against it,
 * which is what slow hashes are made against, and a slow one would let anybody keep this service busy with wrong tokens.
 */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { AccessTokenId } from '../../domain/actor/access-token.ts'

export interface TokenText {
  readonly id: AccessTokenId
  readonly secret: string
}

/** @returns so many random bytes */
export type RandomBytes = (count: number) => Buffer

export const tokenPrefix = 'agbot_'
/** For scanners, and for whoever redacts. */
export const tokenForm = /\bagbot_[a-z0-9]{10}_[A-Za-z0-9]{43}[A-Za-z0-9]{6}\b/

const idAlphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const secretAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const idLength = 10
const secretLength = 43
const checkLength = 6
const shape = /^agbot_([a-z0-9]{10})_([A-Za-z0-9]{43})([A-Za-z0-9]{6})$/

export function makeTokenId(random: RandomBytes): AccessTokenId {
  return [...random(idLength)].map((byte) => idAlphabet[byte % idAlphabet.length]).join('') as AccessTokenId
}

/** 256 bits as 43 digits to the base of 62. */
export function makeSecret(random: RandomBytes): string {
  return digits(BigInt(`0x${random(32).toString('hex')}`), secretLength)
}

export function writeToken({ id, secret }: TokenText): string {
  return `${tokenPrefix}${id}_${secret}${checkOf(id, secret)}`
}

/** @returns null when it is no token of ours */
export function readToken(text: string): TokenText | null {
  const [, id, secret, check] = shape.exec(text) ?? []
  if (id === undefined || secret === undefined || check !== checkOf(id, secret)) return null
  return { id: id as AccessTokenId, secret }
}

export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

function checkOf(id: string, secret: string): string {
  return digits(BigInt(crc32(`${id}_${secret}`)), checkLength)
}

function digits(value: bigint, length: number): string {
  const base = BigInt(secretAlphabet.length)
  let rest = value
  let text = ''
  while (rest > 0n) {
    text = secretAlphabet[Number(rest % base)] + text
    rest /= base
  }
  return text.padStart(length, '0')
}
