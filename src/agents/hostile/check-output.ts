/**
 * The last look at everything that a model wrote and that may be published. What could reach somebody (names, links,
 * commands, pictures) is taken the power to; what must not be read by anybody (keys, our prompts) keeps the whole text
 * from being published.
 */
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { cleanCode } from './clean-text.ts'
import { defuseProse } from './defuse-prose.ts'
import { findLeak } from './find-leak.ts'
import { knownHosts } from './known-hosts.ts'
import { bringsPower } from './powers.ts'

export interface OutputCheckParts {
  /** Canary words of the prompts that were used. */
  readonly canaries: () => readonly string[]
  /** The system prompts that were used. */
  readonly prompts: () => readonly string[]
  /** Hosts that may be linked to beside the known ones: the code host's. */
  readonly hosts: readonly string[]
  /** For each text, whether a detector finds a secret in it. */
  readonly holdSecrets: (texts: readonly string[]) => Promise<readonly boolean[]>
}

export interface OutputText {
  /** Code is published as it is or not at all. */
  readonly kind: 'prose' | 'code'
  readonly text: string
  readonly charactersMax: number
}

/** What the words are about. */
export interface OutputSubject {
  /** Takes known secrets out. */
  readonly mask: (text: string) => string
  /** Both sides of the change's files: what stands there already is nothing new. */
  readonly texts: readonly string[]
}

/** @returns for each text what may be published of it, or why nothing may, in a sentence that quotes none of it */
export type CheckOutput = (
  texts: readonly OutputText[],
  subject: OutputSubject,
) => Promise<readonly Outcome<string, string>[]>

export function createOutputCheck(parts: OutputCheckParts): CheckOutput {
  const hosts = new Set([...knownHosts, ...parts.hosts.map((host) => host.toLowerCase())])
  return async (texts, subject) => {
    const facts = {
      canaries: parts.canaries(),
      prompts: parts.prompts(),
      isKnown: (word: string) => subject.texts.some((text) => text.includes(word)),
    }
    const secrets = texts.length === 0 ? [] : await parts.holdSecrets(texts.map(({ text }) => text))
    return texts.map((output, at) => {
      const leak = findLeak(output.text, facts)
      if (leak !== null) return fail(leak)
      if (secrets[at] === true || subject.mask(output.text) !== output.text) return fail('It holds a secret.')
      return output.kind === 'code' ? checkCode(output, subject, hosts) : succeed(proseOf(output, hosts))
    })
  }
}

function proseOf({ text, charactersMax }: OutputText, hosts: ReadonlySet<string>): string {
  return defuseProse(text, charactersMax, hosts)
}

function checkCode(
  { text, charactersMax }: OutputText,
  subject: OutputSubject,
  hosts: ReadonlySet<string>,
): Outcome<string, string> {
  if (text.length > charactersMax) return fail('It is too long.')
  if (bringsPower(text, subject.texts))
    return fail('It starts programs, loads code or reads the environment, which the change does not.')
  if (cleanCode(text) !== text) return fail('It holds characters that nobody sees.')
  for (const [, address] of text.matchAll(/:\/\/(?:[^\s/@"']{0,100}@)?([\w.-]{1,200})/g)) {
    const host = (address ?? '').toLowerCase()
    const isKnown =
      hosts.has(host) ||
      host === 'localhost' ||
      host === '127.0.0.1' ||
      subject.texts.some((one) => one.toLowerCase().includes(host))
    if (!isKnown) return fail('It leads to a host that the change does not name.')
  }
  return succeed(text)
}
