/** Questions about a pull request: its change is opened and analysed anew, because what is asked is asked of its head. */
import { fileURLToPath } from 'node:url'
import type { GitCache } from '../../adapters/git/cache/git-cache.ts'
import { createProcessSandbox } from '../../adapters/sandbox/process-sandbox.ts'
import { answerAboutChange } from '../../agents/questions/answer-about-change.ts'
import { analysers } from '../../analysers/catalogue.ts'
import { createAnalysis } from '../../analysers/create-analysis.ts'
import { createSyntax } from '../../analysers/syntax/create-syntax.ts'
import { fail } from '../../domain/outcome.ts'
import type { QuestionFailure, Questions } from '../../ports/agents/questions.ts'
import { withAnalysedChange } from '../../review/with-analysed-change.ts'
import type { ChangeFailure } from '../../work/review-try.ts'
import { readSettings } from '../read-settings.ts'
import { makeScratchFolder } from '../scratch-folder.ts'
import { changeFailure } from '../service/change-failure.ts'
import { openChange } from '../service/open-change.ts'
import { gatherStory } from './gather-story.ts'
import { type HostedAgentsParts, payerOf, repositoryKeyOf } from './hosted-agents.ts'

const installFolder = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')
const childrenMax = 1

export function createHostedQuestions(
  cache: GitCache,
  { openCalls, outlines, store, reviewTimeMs, stopped }: HostedAgentsParts,
): Questions {
  return {
    async answer(host, question, signal) {
      const { pullRequest } = question
      const tip = await host.pulls.readBaseTip(pullRequest, signal)
      if (!tip.ok) return fail({ kind: 'host', failure: tip.failure })
      const current = { ...pullRequest, base: tip.value ?? pullRequest.base }
      const opened = await openChange(cache, host, current, signal)
      if (!opened.ok) return fail({ kind: 'host', failure: opened.failure })
      const scratch = await makeScratchFolder()
      try {
        const now = () => performance.now()
        const sandbox = createProcessSandbox({ scratchFolder: scratch.path, installFolder })
        const repositoryKey = repositoryKeyOf(pullRequest)
        const payer = payerOf(pullRequest, `answer/${question.id}`)
        const { source, request } = opened.value
        const answered = await withAnalysedChange(
          { source, analysis: createAnalysis({ analysers, sandbox, childrenMax, now }), readSettings, now },
          { request, signal },
          (change) =>
            answerAboutChange(
              {
                stopped,
                openCalls: (settings) => openCalls(payer, repositoryKey, settings),
                syntax: createSyntax({ sandbox, childrenMax }),
                outlines,
                repositoryKey,
                story: (during) => gatherStory({ host, reviews: store.reviews }, pullRequest, during),
                reviewTimeMs,
                hosts: [new URL(pullRequest.url).hostname],
              },
              { ...question, change },
              signal,
            ),
        )
        return answered.ok ? answered.value : fail(questionFailure(changeFailure(answered.failure)))
      } finally {
        await scratch.remove()
      }
    },
  }
}

function questionFailure(failure: ChangeFailure): QuestionFailure {
  if (failure.kind === 'bad-config' || failure.kind === 'host') return failure
  return { kind: 'not-answered', message: `The change could not be read. ${failure.message}` }
}
