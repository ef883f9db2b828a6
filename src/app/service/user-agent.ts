/** How we introduce ourselves to code hosts. */
import { readFileSync } from 'node:fs'

export const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as {
  version: string
}

export const userAgent = `autogen-bot/${version}`
