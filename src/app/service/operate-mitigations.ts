/** The mitigations over store, queue and breakers of this process. */
import { fail } from '../../domain/outcome.ts'
import {
  createMitigations,
  type MitigationDone,
  type MitigationList,
  type MitigationRequest,
  type Mitigations,
  type PageMore,
  type UndoRequest,
} from '../../ops/mitigations/mitigations.ts'
import type { Backbone } from './backbone.ts'
import { circuitName } from './circuit-text.ts'
import { clock } from './open-backbone.ts'

export function openMitigations(
  { store, queue, circuits }: Pick<Backbone, 'store' | 'queue' | 'circuits'>,
  pageMore: PageMore = nobodyToPage,
): Mitigations {
  return createMitigations({
    settings: store.settings,
    journal: store.journal,
    jobs: store.jobs,
    queue,
    resetBreaker: async (name) => {
      const parsed = circuitName(name)
      return parsed !== null && circuits.reset(parsed)
    },
    pageMore,
    // What releases and scales this service is not known yet.
    releases: null,
    scaling: null,
    clock,
  })
}

export type MitigationAnswer = Awaited<ReturnType<Mitigations['carryOut']>>
export type MitigationResult = MitigationDone
export type ListedMitigations = MitigationList

/** The CLI's doors: it may not know `ops`. */
export function listMitigations(backbone: Backbone): Promise<MitigationList> {
  return openMitigations(backbone).list()
}

export function carryOutMitigation(
  backbone: Backbone,
  request: MitigationRequest,
): Promise<MitigationAnswer> {
  return openMitigations(backbone).carryOut(request)
}

export function undoMitigation(backbone: Backbone, request: UndoRequest): Promise<MitigationAnswer> {
  return openMitigations(backbone).undo(request)
}

const nobodyToPage: PageMore = async () =>
  fail({
    kind: 'not-configured',
    message: 'Nobody was called: this process handles no incidents.',
    remedy: 'Call the next person of the escalation yourself.',
  })
