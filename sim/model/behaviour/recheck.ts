/** Says of the last review's findings whether they are mended: the ones that it would not find again are. */
import type { Prompt } from '../prompt/prompt.ts'
import type { PlantedFinding } from './planted-finding.ts'

const remark = /^\[open\] (?:line (\d+)|file) finding (\S+): (.*)$/

export function recheckEarlier({ blocks }: Prompt, found: readonly PlantedFinding[]): readonly unknown[] {
  return blocks
    .filter(({ kind }) => kind === 'earlier')
    .flatMap(({ text, attributes }) => text.split('\n').map((line) => ({ line, path: attributes.path })))
    .flatMap(({ line, path }) => {
      const [, , finding, text = ''] = remark.exec(line) ?? []
      if (finding === undefined) return []
      const isStill = found.some((one) => one.path === path && text.includes(one.message.slice(0, 60)))
      return [
        {
          finding,
          isFixed: !isStill,
          reason: isStill ? 'The line is as it was.' : 'The line is not as it was.',
        },
      ]
    })
}
