/** Finds the settings of the service: the file that is named or lies here, the environment, the flags. */
import { readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import type { ServiceConfigProblem } from '../../config/service/option-value.ts'
import { readServiceConfig } from '../../config/service/read-service-config.ts'
import type { ServiceConfig } from '../../config/service/service-config.ts'
import type { ServiceKey } from '../../config/service/service-options.ts'
import { fail, type Outcome } from '../../domain/outcome.ts'

export const serviceFileName = 'autogen-bot.service.yaml'

export interface LoadOptions {
  /** As `--config` says; null: `AUTOGEN_CONFIG`, or the file of this folder when there is one. */
  readonly file: string | null
  readonly flags: Readonly<Partial<Record<ServiceKey, string>>>
}

export function loadServiceConfig({
  file,
  flags,
}: LoadOptions): Outcome<ServiceConfig, readonly ServiceConfigProblem[]> {
  const { env } = process
  const named = file ?? (env.AUTOGEN_CONFIG || null)
  const name = named ?? serviceFileName
  const text = readText(name)
  if (text === null && named !== null) {
    return fail([
      { where: name, wrong: 'the file cannot be read', mend: 'check its name and who may read it' },
    ])
  }
  return readServiceConfig({
    file: text === null ? null : { name, text },
    env,
    flags,
    readSecretFile: readText,
    resolvePath: (path) => (isAbsolute(path) ? path : resolve(path)),
  })
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
