/** The configuration that governs a pull request, as `config show` prints it: for the chat command. */
import type { GitCache } from '../../adapters/git/cache/git-cache.ts'
import { defaultConfig } from '../../config/default-config.ts'
import { parseConfigFile } from '../../config/parse-config.ts'
import { renderConfig } from '../../config/render-config.ts'
import { configFileName } from '../../config/review-config.ts'
import { fail, succeed } from '../../domain/outcome.ts'
import { pathOfText } from '../../domain/path/path-bytes.ts'
import type { ReadConfig } from '../../work/answer-comment.ts'
import { configBytesMax } from '../read-settings.ts'
import { changeFailure } from './change-failure.ts'
import { openChange } from './open-change.ts'

export function createReadConfig(cache: GitCache): ReadConfig {
  return async (host, pullRequest, signal) => {
    const tip = await host.pulls.readBaseTip(pullRequest, signal)
    if (!tip.ok) return fail({ kind: 'host', failure: tip.failure })
    const current = { ...pullRequest, base: tip.value ?? pullRequest.base }
    const change = await openChange(cache, host, current, signal)
    if (!change.ok) return fail({ kind: 'host', failure: change.failure })
    const snapshot = await change.value.source.open(change.value.request, signal)
    if (!snapshot.ok) return snapshot
    try {
      const bytes = await snapshot.value.readBaseFile(pathOfText(configFileName), configBytesMax)
      if (!bytes.ok) return bytes
      if (bytes.value === null) {
        const text = renderConfig({ config: defaultConfig, writtenKeys: new Set() }, configFileName)
        return succeed({
          source: `there is no ${configFileName} on the base branch, so the defaults hold`,
          text,
        })
      }
      const parsed = parseConfigFile(bytes.value)
      if (!parsed.ok) return fail(changeFailure({ kind: 'bad-config', problems: parsed.failure }))
      const text = renderConfig(parsed.value, configFileName)
      return succeed({ source: `from ${configFileName} on the base branch`, text })
    } finally {
      await snapshot.value.close()
    }
  }
}
