/** ruff's default rules over files, as a command: what a person would get from ruff by hand, from the same wasm build. */
import { readFileSync } from 'node:fs'
import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs'

const workspace = new Workspace(Workspace.defaultSettings(), PositionEncoding.Utf16)
const found = process.argv.slice(2).map((file) => workspace.check(readFileSync(file, 'utf8')).length)
process.stdout.write(`${found.reduce((sum, count) => sum + count, 0)}\n`)
