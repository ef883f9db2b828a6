#!/usr/bin/env node
// Written in JavaScript that every Node reads, so that an old one gets a sentence instead of a syntax error.
import { existsSync, mkdirSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `autogen-bot needs Node 22.18 or newer (24 is best) and was started by ${process.version}. ` +
      'Inside the project use "npx autogen-bot", which brings its own Node, or install Node 24.\n',
  )
  process.exit(2)
}

// Compiled modules are kept beside the user's other caches, never in the temporary folder.
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'autogen-bot', 'modules')
try {
  if (!existsSync(cache)) mkdirSync(cache, { recursive: true, mode: 0o700 })
  nodeModule.enableCompileCache(cache)
} catch {
  // A cache that cannot be written costs time, nothing else.
}
await import('../src/main.ts')
