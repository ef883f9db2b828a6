/** A chain of models as it is written: `provider/model`, the first choice first. */
import type { ModelName } from '../../domain/agents/model-usage.ts'
import type { WrittenValue } from './written-section.ts'

const chainMax = 5
const nameForm = /^([a-z][a-z0-9-]{0,30})\/[\w.:@+/-]{1,160}$/

/** @param providers names that may stand in front @param mend what to do about another one */
export function modelChain(
  names: readonly string[],
  providers: readonly string[],
  { refuse }: Pick<WrittenValue, 'refuse'>,
  mend: string,
): readonly ModelName[] {
  if (names.length > chainMax) refuse(`has more than ${chainMax} models`, 'leave out the last ones')
  if (new Set(names).size < names.length) refuse('names a model twice', 'name it once')
  for (const name of names) {
    const provider = nameForm.exec(name)?.[1]
    if (provider === undefined)
      refuse('is not the name of a model', 'write provider/model, such as anthropic/claude-sonnet-5-5')
    else if (!providers.includes(provider))
      refuse(
        `there is no provider called ${provider}`,
        [...(providers.length === 0 ? [] : [`use ${providers.join(', ')}`]), mend].join(', or '),
      )
  }
  return names as readonly ModelName[]
}
