/** The runbook of a service, for people and for incidents. */
import { createShell } from '../../../adapters/shell/create-shell.ts'
import type { ServiceConfig } from '../../../config/service/service-config.ts'
import { createRunbook } from '../../../ops/runbook/create-runbook.ts'
import { createRedact } from '../../../ops/runbook/redact-output.ts'
import type { Runbook, RunbookParts } from '../../../ops/runbook/runbook.ts'
import { silentLog } from '../../../ports/log/silent-log.ts'
import { StoreUnavailable } from '../../../ports/store/store-unavailable.ts'
import type { Backbone } from '../backbone.ts'
import { clock, openBackbone, secretsOf } from '../open-backbone.ts'
import { readRunbookPages } from '../runbook-pages.ts'
import { createSurroundings } from '../runbook-surroundings.ts'
import { watchClock } from '../watch/watch-clock.ts'

export type { PlannedStep, Runbook, StepReport } from '../../../ops/runbook/runbook.ts'
export type { RunbookPage } from '../../../ops/runbook/runbook-page.ts'

type Parts = Pick<Backbone, 'config' | 'store' | 'log' | 'meter'>

/** @param env of the service, out of which steps get what they need */
export function openRunbook({ config, store, log, meter }: Parts, env = process.env): Runbook {
  const hasIncident = async (id: number) => (await store.incidents.find(id)) !== null
  const records = {
    ...{ runs: store.runbookRuns, journal: store.journal, hasIncident },
    ...{ clock: watchClock(), log, meter },
  }
  return openWith(config, records, env)
}

export interface LoadedRunbook {
  readonly runbook: Runbook
  /** The store could not be reached. */
  readonly isAlone: boolean
  close(): Promise<void>
}

/** For a command: over the store, or alone when there is none, for that is when a runbook is needed. */
export async function loadedRunbook(config: ServiceConfig): Promise<LoadedRunbook> {
  const opened = await openBackbone(config, { role: 'command', logLevel: 'silent' })
  if (!opened.ok) return { runbook: openRunbookAlone(config), isAlone: true, close: async () => {} }
  return { runbook: openRunbook(opened.value), isAlone: false, close: () => opened.value.close() }
}

type Records = Pick<RunbookParts, 'runs' | 'journal' | 'hasIncident' | 'clock' | 'log' | 'meter'>

/** Without a store: looks can be taken and are not written down, changes are refused. */
function openRunbookAlone(config: ServiceConfig): Runbook {
  const away = async () => {
    throw new StoreUnavailable('The store cannot be reached.')
  }
  return openWith(config, {
    runs: { begin: away, finish: away, find: away, ofIncident: away, list: away, forgetBefore: away },
    hasIncident: away,
    journal: { append: away, ofIncident: away, list: away, ofPeople: away, read: away },
    clock,
    log: silentLog,
    meter: { count() {}, set() {}, observe() {} },
  })
}

function openWith(config: ServiceConfig, records: Records, env = process.env): Runbook {
  return createRunbook({
    ...records,
    pages: readRunbookPages().pages,
    shell: createShell({ folder: process.cwd() }),
    surroundings: createSurroundings(config, env),
    redact: createRedact(secretsOf(config)),
    automatic: config.runbook.automatic,
  })
}
