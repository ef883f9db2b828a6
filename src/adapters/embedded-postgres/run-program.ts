/** Runs one of PostgreSQL's programs to its end, as the server's account, with an environment that holds no secrets. */
import { spawn } from 'node:child_process'
import type { ServerAccount } from './server-account.ts'

export interface ProgramResult {
  /** -1 when it did not start or was ended by a signal. */
  readonly exitCode: number
  /** What it said on either stream, cut. */
  readonly output: string
}

const outputCharsMax = 16_000
export const serverEnvironment: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }

export function asAccount(account: ServerAccount): { readonly uid?: number; readonly gid?: number } {
  return account.kind === 'self' ? {} : { uid: account.uid, gid: account.gid }
}

export function runProgram(
  program: string,
  args: readonly string[],
  account: ServerAccount,
): Promise<ProgramResult> {
  const child = spawn(program, [...args], {
    ...asAccount(account),
    cwd: '/',
    env: serverEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < outputCharsMax) output += text
    })
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ exitCode: -1, output: error.message }))
    child.once('close', (code) => resolve({ exitCode: code ?? -1, output }))
  })
}
