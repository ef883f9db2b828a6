/**
 * Tells a change to people: a model says in words what it does, rules of ours say how risky it is and how long it takes to
 * read, and the calls between its files are drawn from the code. Without the model the rest still stands.
 */
import type { AgentSettings } from '../../domain/agents/agent-settings.ts'
import type { MissingTest, Walkthrough } from '../../domain/agents/agents-report.ts'
import type { Severity } from '../../domain/finding/severity.ts'
import type { FileToDiscuss, KnownDefect } from '../../ports/agents/agents.ts'
import type { CallFailure, Calls } from '../calls/calls.ts'
import type { ChangeStory } from '../context/context.ts'
import { answerFormat } from '../dialogue/answer-format.ts'
import { WalkthroughAnswer } from '../dialogue/answers.ts'
import type { CheckOutput } from '../hostile/check-output.ts'
import type { PromptBook } from '../prompts/prompt-book.ts'
import type { SymbolIndex } from '../symbols/symbol-index.ts'
import { assessChange } from './assess-change.ts'
import { drawCalls } from './draw-calls.ts'
import { tellChange } from './tell-change.ts'

export interface WalkthroughParts {
  readonly calls: Pick<Calls, 'ask'>
  readonly prompts: Pick<PromptBook, 'system'>
  readonly checkOutput: CheckOutput
}

export interface WalkthroughRequest {
  readonly files: readonly FileToDiscuss[]
  readonly index: Pick<SymbolIndex, 'outlineOf' | 'definitions' | 'paths'>
  readonly story: ChangeStory
  readonly known: readonly KnownDefect[]
  /** Of analysers and agents together; those of agents are known only when the argument is over. */
  readonly findings: () => Promise<readonly { readonly severity: Severity }[]>
  readonly settings: Pick<
    AgentSettings,
    'walkthrough' | 'diagram' | 'missingTests' | 'language' | 'contextTokensMax'
  >
  readonly mask: (text: string) => string
}

export interface WrittenWalkthrough {
  /** Null when the configuration asks for none. */
  readonly walkthrough: Walkthrough | null
  /** Why no model told the change: then the summary is empty. */
  readonly failure: CallFailure | null
}

export type WriteWalkthrough = (
  request: WalkthroughRequest,
  signal: AbortSignal,
) => Promise<WrittenWalkthrough>

const summaryCharactersMax = 1_500
const textCharactersMax = 300
const risksMax = 5
const testsMax = 5
const format = answerFormat('walkthrough', WalkthroughAnswer)

export function createWalkthrough({ calls, prompts, checkOutput }: WalkthroughParts): WriteWalkthrough {
  return async (request, signal) => {
    const { files, index, settings } = request
    if (!settings.walkthrough) return { walkthrough: null, failure: null }
    // Of a change without a line that can be read a model knows its title, and would make up the rest.
    const answered = files.length === 0 ? null : await ask(request, signal)
    const { risk, effortMinutes } = assessChange({ files, findings: await request.findings() })
    const diagram = settings.diagram ? drawCalls(files, index) : null
    const bare: Walkthrough = { summary: '', files: [], diagram, risk, effortMinutes, missingTests: [] }
    if (answered?.ok !== true) return { walkthrough: bare, failure: answered?.failure ?? null }
    return {
      walkthrough: { ...bare, ...(await checked(answered.value.value, bare, request)) },
      failure: null,
    }
  }

  async function ask({ story, ...request }: WalkthroughRequest, signal: AbortSignal) {
    const { contextTokensMax: tokensMax, language } = request.settings
    const text = await tellChange({ ...request, story: withoutRepetition(story), tokensMax })
    return calls.ask(
      {
        role: 'guide',
        purpose: 'walkthrough',
        system: prompts.system('walkthrough', { language }, text),
        messages: [{ from: 'us', text, isStable: true }],
        answer: format,
        tools: null,
      },
      signal,
    )
  }

  /** What may be published of an answer; paths are those of the change or, for tests, of the repository. */
  async function checked(
    said: WalkthroughAnswer,
    { risk }: Walkthrough,
    { files, index, settings, mask }: WalkthroughRequest,
  ): Promise<Pick<Walkthrough, 'summary' | 'files' | 'risk' | 'missingTests'>> {
    const changed = new Set(files.map(({ path }) => path))
    const known = new Set([...changed, ...index.paths])
    const told = oncePerPath(said.files.filter(({ path }) => changed.has(path)))
    const risks = said.risks.slice(0, risksMax)
    const tests = settings.missingTests
      ? said.missingTests.filter(({ path }) => known.has(path)).slice(0, testsMax)
      : []
    const texts = [said.summary, ...[...told, ...tests].map(({ text }) => text), ...risks]
    const outcomes = await checkOutput(
      texts.map((text, at) => ({
        kind: 'prose',
        text,
        charactersMax: at === 0 ? summaryCharactersMax : textCharactersMax,
      })),
      { mask, texts: files.flatMap(({ head, base }) => [head ?? '', base ?? '']) },
    )
    const [summary = '', ...rest] = outcomes.map((outcome) => (outcome.ok ? outcome.value.trim() : ''))
    const withText = (one: MissingTest, at: number) => ({ path: one.path, text: rest[at] ?? '' })
    const isTold = ({ text }: MissingTest) => text !== ''
    return {
      summary,
      files: told.map(withText).filter(isTold),
      missingTests: tests.map((one, at) => withText(one, told.length + at)).filter(isTold),
      risk: {
        ...risk,
        reasons: [...risk.reasons, ...rest.slice(told.length + tests.length).filter((text) => text !== '')],
      },
    }
  }
}

/** Every push has new commits: where people described the change, one that changes nothing is not paid for again. */
function withoutRepetition(story: ChangeStory): ChangeStory {
  return story.description.trim() === '' ? story : { ...story, commits: [] }
}

function oncePerPath(files: WalkthroughAnswer['files']): WalkthroughAnswer['files'] {
  return files.filter(({ path }, at) => files.findIndex((other) => other.path === path) === at)
}
