#!/usr/bin/env node
// Written in JavaScript that every Node reads, so that an old one gets a sentence instead of a syntax error.
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `autogen-bot needs Node 22.18 or newer (24 is best) and was started by ${process.version}. ` +
      'Inside the project use "npx autogen-bot", which brings its own Node, or install Node 24.\n',
  )
  process.exit(2)
}

// Compiled modules are kept inside the installation, where `npm ci` put the first of them: never in the temporary
// folder, and never where an analyser could write.
const cache = fileURLToPath(new URL('../node_modules/.cache/autogen-bot', import.meta.url))
nodeModule.enableCompileCache?.(cache)

await import('../src/main.ts')
