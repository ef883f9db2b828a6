/** What somebody asked, with what was said before it, as data for a model. */
import type { AskedThread } from '../../ports/agents/questions.ts'
import { cleanMasked } from '../hostile/clean-prose.ts'
import { dataBlock } from '../hostile/data-block.ts'

const saidMax = 12
const saidCharactersMax = 2_000
const questionCharactersMax = 4_000

export function questionBlock(
  text: string,
  thread: AskedThread | null,
  mask: (text: string) => string,
): string {
  const clean = (words: string, charactersMax: number) => cleanMasked(words, charactersMax, mask)
  const finding = thread?.finding ?? null
  const about =
    finding === null
      ? []
      : [
          dataBlock(
            'earlier',
            {
              finding: finding.id,
              path: finding.path,
              line: finding.line,
              endLine: finding.endLine,
              rule: finding.rule,
              severity: finding.severity,
            },
            [
              clean(finding.message, saidCharactersMax),
              ...(finding.voices ?? []).map(
                ({ speaker, stance, text: words }) => `${speaker} ${stance}: ${clean(words, 1_000)}`,
              ),
            ].join('\n'),
          ),
        ]
  const said = (thread?.said ?? [])
    .slice(-saidMax)
    .map(({ isOurs, text: words }) => `${isOurs ? 'you' : 'person'}: ${clean(words, saidCharactersMax)}`)
  const attributes = { path: thread?.path, line: thread?.line }
  const asked = `person asks: ${clean(text, questionCharactersMax)}`
  return [...about, dataBlock('question', attributes, [...said, asked].join('\n'))].join('\n')
}
