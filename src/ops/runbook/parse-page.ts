/**
 * Markdown to a page, and every mistake in it with its line. A page is a program: what is wrong with it is found when it
 * is written, not at night.
 */
import { Lexer, type Token, type Tokens } from 'marked'
import { readFrontMatter } from './front-matter.ts'
import { readStep } from './read-step.ts'
import {
  type PageProblem,
  type RunbookPage,
  type RunbookStep,
  type SectionName,
  sectionNames,
} from './runbook-page.ts'

export interface PageFile {
  /** The file's name without `.md`. */
  readonly name: string
  readonly text: string
}

export interface ParsedPage {
  /** Null when it cannot be used at all. */
  readonly page: RunbookPage | null
  readonly problems: readonly PageProblem[]
}

export function parsePage({ name, text: written }: PageFile): ParsedPage {
  const file = `docs/runbook/${name}.md`
  const problems: PageProblem[] = []
  const text = written.replaceAll('\r\n', '\n')
  const front = readFrontMatter(file, text, problems)
  if (front === null) return { page: null, problems }
  const { steps, sections } = readBody(file, front.body, front.bodyLine, problems)
  checkSections(file, sections, problems)
  checkSteps(file, steps, problems)
  checkName(file, name, front.facts.subject, problems)
  return { page: { name, ...front.facts, text: front.body.trim(), steps }, problems }
}

interface Section {
  readonly name: string
  readonly line: number
  /** Whether anything stands in it. */
  isEmpty: boolean
}

function readBody(file: string, body: string, bodyLine: number, problems: PageProblem[]) {
  const sections: Section[] = []
  const steps: RunbookStep[] = []
  let line = bodyLine
  let about = ''
  for (const token of new Lexer().lex(body)) {
    const at = line + leadingLines(token.raw)
    const refuse = (wrong: string) => problems.push({ file, line: at, wrong })
    const section = sections.at(-1)
    if (token.type === 'heading') {
      if ((token as Tokens.Heading).depth === 2) sections.push({ name: token.text, line: at, isEmpty: true })
      else if ((token as Tokens.Heading).depth === 1) refuse('the title stands in the front matter')
      about = ''
    } else if (token.type !== 'space') {
      if (section === undefined) refuse('words before the first section')
      else section.isEmpty = false
    }
    if (token.type === 'code') {
      const step = readFence(token as Tokens.Code, section?.name, about, at, refuse)
      if (step !== null) steps.push(step)
      about = ''
    } else if (token.type === 'paragraph') about = token.text.replaceAll(/\s+/g, ' ')
    else if (token.type !== 'space') {
      about = ''
      if (holdsFence(token)) refuse('a step stands at the margin, not inside a list or a quotation')
    }
    line += token.raw.split('\n').length - 1
  }
  return { steps, sections }
}

/** marked puts line ends in front of some of its tokens. */
function leadingLines(raw: string): number {
  return (/^\n*/.exec(raw)?.[0] ?? '').length
}

/** The words as they are written: marked takes backslashes out of its own copy. */
function readFence(
  { raw, text }: Tokens.Code,
  sectionName: string | undefined,
  about: string,
  line: number,
  refuse: (wrong: string) => void,
): RunbookStep | null {
  const words = /^`{3,}([^\n]*)\n/.exec(raw.trimStart())?.[1]?.trim()
  if (words === undefined) {
    refuse('write a fence of three backticks')
    return null
  }
  const step = /^sh step(?: (.*))?$/.exec(words)
  if (step === null) {
    if (/^(?:sh|bash|shell|console)?(?: |$)/.test(words)) refuse('a command that is no step is never tested')
    return null
  }
  const section = sectionNames.find((one) => one === sectionName)
  if (section === undefined) return null
  if (about === '') refuse('a sentence in front of a step says what it is for')
  return readStep({ words: step[1] ?? '', command: text, section, about, line }, refuse)
}

function holdsFence(token: Token): boolean {
  return /^\s*`{3,}\s*sh\b/m.test(token.raw)
}

function checkSections(file: string, sections: readonly Section[], problems: PageProblem[]): void {
  const names = sections.map(({ name }) => name)
  if (names.join() !== sectionNames.join()) {
    const at =
      sections.find(({ name }, index) => name !== sectionNames[index])?.line ?? sections.at(-1)?.line ?? 1
    problems.push({ file, line: at, wrong: `the sections are ${sectionNames.join(', ')}, in this order` })
  }
  for (const { name, line, isEmpty } of sections) {
    if (isEmpty) problems.push({ file, line, wrong: `nothing stands in ${name}` })
  }
}

const sectionsOfKind: Readonly<Record<RunbookStep['kind'], readonly SectionName[]>> = {
  read: sectionNames,
  change: ['Mitigation', 'Undo'],
  destroy: ['Mitigation'],
}

function checkSteps(file: string, steps: readonly RunbookStep[], problems: PageProblem[]): void {
  // Of two with the same id the first one is meant.
  const byId = new Map(steps.toReversed().map((step) => [step.id, step]))
  for (const step of steps) {
    const { id, kind, section, line, verify, undo, isReversible } = step
    const refuse = (wrong: string) => problems.push({ file, line, wrong })
    if (byId.get(id) !== step) refuse(`the id ${id} is there twice`)
    if (!sectionsOfKind[kind].includes(section)) refuse(`a ${kind} does not belong into ${section}`)
    if (verify !== null && byId.get(verify)?.kind !== 'read')
      refuse(`verify names ${verify}, which is no read step`)
    if (undo !== null && byId.get(undo)?.kind !== 'change')
      refuse(`undo names ${undo}, which is no change step`)
    if (kind !== 'read' && verify === null)
      refuse('a step that changes something names the step that verifies it')
    if (kind === 'read' && (undo !== null || isReversible)) refuse('a read step has nothing to undo')
    if (isReversible && undo === null) refuse('a reversible step names the step that undoes it')
    for (const other of [verify, undo]) {
      const lacking = (byId.get(other ?? '')?.parameters ?? []).filter(
        ({ name, type }) => !step.parameters.some((one) => one.name === name && one.type === type),
      )
      for (const { name } of lacking) refuse(`${other} needs ${name}, which this step does not have`)
    }
    if (kind === 'destroy' && isReversible) refuse('what destroys cannot be reversible')
  }
  if (!steps.some(({ section, kind }) => section === 'Diagnosis' && kind === 'read')) {
    problems.push({ file, line: 1, wrong: 'Diagnosis has no read step' })
  }
}

/** The page of `ServiceDown` is found at night as `service-down`. */
function checkName(
  file: string,
  name: string,
  subject: RunbookPage['subject'],
  problems: PageProblem[],
): void {
  const wanted = subject.kind === 'alert' ? pageNameOf(subject.alert) : subject.procedure
  if (name !== wanted) problems.push({ file, line: 1, wrong: `the page of ${wanted} is not named ${name}` })
}

/** `GitHubBudgetLow` has its page in `github-budget-low.md`. */
export function pageNameOf(alert: string): string {
  return alert
    .replace('GitHub', 'Github')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase()
}
