/**
 * Ruff as WebAssembly. A text nested too deeply ends the module with a trap, and a module that trapped is broken for
 * good, so the next text gets a new one.
 */
import { createRequire } from 'node:module'
import { configuration } from './configuration.ts'

type Ruff = typeof import('@astral-sh/ruff-wasm-nodejs')
export type Check = (text: string) => unknown

export function loadWorkspace(): Check {
  let check = freshModule()
  return (text) => {
    try {
      return check(text)
    } catch (problem) {
      check = freshModule()
      throw new Error('ruff could not read the text', { cause: problem })
    }
  }
}

function freshModule(): Check {
  const require = createRequire(import.meta.url)
  delete require.cache[require.resolve('@astral-sh/ruff-wasm-nodejs')]
  const ruff = require('@astral-sh/ruff-wasm-nodejs') as Ruff
  const workspace = new ruff.Workspace(configuration, ruff.PositionEncoding.Utf16)
  return (text) => workspace.check(text)
}
