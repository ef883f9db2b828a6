/** What stands behind the three backticks of a step: `id=look kind=read timeout=10s expect="$.dead == 0" reversible`. */

export interface StepWords {
  readonly values: ReadonlyMap<string, string>
  readonly flags: ReadonlySet<string>
}

const word = /\s*(?:([A-Za-z]+)=(?:"([^"]*)"|([^\s"]+))|([A-Za-z]+))(?=\s|$)/y

/** @returns what cannot be read, as a sentence, or the words */
export function readStepWords(text: string): StepWords | string {
  const values = new Map<string, string>()
  const flags = new Set<string>()
  word.lastIndex = 0
  const end = text.trimEnd().length
  for (let at = 0; at < end; at = word.lastIndex) {
    const found = word.exec(text)
    if (found === null)
      return `"${text.slice(at).trim()}" cannot be read; write key=value or key="several words"`
    const [, key, quoted, plain, flag] = found
    const name = key ?? flag ?? ''
    if (values.has(name) || flags.has(name)) return `${name} is there twice`
    if (key === undefined) flags.add(name)
    else values.set(key, quoted ?? plain ?? '')
  }
  return { values, flags }
}
