/**
 * Words in a text that give orders to a language model which reads it: to forget its instructions, to tell them, to find
 * nothing. Known turns of phrase only: who wants to can say it in words that no list holds, so that nothing is found says
 * nothing about a text, and what is found is for a person to look at.
 */

export interface OrderSpan {
  /** Offset of the first character. */
  readonly start: number
  /** Offset behind the last one. */
  readonly end: number
}

/**
 * Between two words: blanks, a line's end with the mark of a comment, nothing in `namesLikeThis`, and no brackets and
 * operators of code. No two stand side by side,
 * nor can one take what the other takes: else there would be as many ways to divide a run of dots as there are dots, and more.
 */
const gap = '[^\\p{L}\\p{N}()[\\]{}&|=;]{0,24}'
const maybe = (words: string) => `(?:(?:${words})${gap})?`
const some = (words: number) => `(?:\\p{L}[\\p{L}'’]{0,15}[^\\p{L}\\p{N}.!?'’]{1,6}){0,${words}}?`
const few = `(?:(?:me|us|out|back|all|of|exactly|verbatim)${gap}){0,3}`
const told = '(?:instructions|prompts?|guidelines)'
const machine = '(?:ai|llms?|bots?|automated|language model|copilot|claude|chatgpt|gpt|gemini|coderabbit)'
const reader = '(?:reviewers?|agents?|assistants?|models?|tools?|reviews?|systems?)'
const nothing =
  "(?:approve(?:s|d(?! by))?|lgtm|looks good|audited|nothing to report|no (?:findings|issues|defects)|(?:not|never|don[’']?t) (?:report|flag|mention|raise (?:any|issues|findings|concerns|comments|this|it))|reveals?|repeats? (?:your|its|back))"

/** Each begins where a word begins, unless the name around it is `writtenLikeThis`. */
const orders = [
  `(?:ignore|disregard|forget)${gap}${maybe('all|any|every')}${maybe('of')}${maybe('the|your|these|my')}(?:previous|prior|above|earlier|preceding|foregoing|existing|system|original)${gap}${told}`,
  `(?:ignore|disregard|forget)${gap}(?:all${gap}of${gap}your|all${gap}your|all|your)${gap}${told}(?!${gap}(?:after|before|between|until|following) )`,
  `(?:ignore|disregard|forget)${gap}(?:all|any|every|your)${gap}(?:previous|prior|above|earlier)${gap}instruction`,
  `(?:reveal|repeat|leak|disclose|recite)(?:s|ing)?${gap}${some(3)}your${gap}${maybe('system|hidden|secret|original')}(?:instructions|prompts?|canary)`,
  `(?:print|show|output|dump|tell)(?:s|ing)?${gap}${few}your${gap}${maybe('system|hidden|secret|original')}(?:instructions|prompts?|canary)`,
  `(?:reveal|repeat|print|leak|disclose|recite)(?:s|ing)?${gap}${some(3)}your${gap}rules`,
  `(?:reveal|repeat|leak|disclose|recite)(?:s|ing)?${gap}${some(3)}its${gap}(?:instructions|system${gap}prompt)`,
  `(?:reveal|repeat|leak|disclose|recite)(?:s|ing)?${gap}${some(3)}(?:the|this)${gap}(?:system|hidden)${gap}(?:instructions|prompts?)`,
  `(?:to|for|attention|dear|all|any|every|hey)[^\\p{L}\\p{N}]{1,6}(?:all |any )?${machine}[^\\p{L}\\p{N}]{1,6}(?:code |based |powered |language )?${reader}(?=[^\\p{L}\\p{N}][\\s\\S]{0,120}?(?<![\\p{L}\\p{N}])${nothing}(?![\\p{L}\\p{N}]))`,
  `approve(?![sd])${gap}${maybe('this|the|it')}${maybe('pull request|pr|change|code|file|all')}[^\\n(){};|]{0,40}?(?:nothing to report|no (?:findings|issues)|without (?:comments?|findings))`,
  `(?:no${gap}findings|nothing${gap}to${gap}report)${gap}in${gap}(?:this|the)${gap}(?:file|change|pull${gap}request|code)`,
  `(?:mark|treat|call)${gap}(?:all|every|any)${gap}${maybe('of the')}(?:claims?|findings?)${gap}${maybe('as')}(?:refuted|withdrawn|safe|false)`,
  `(?:system|assistant)${gap}:${gap}(?:reviewers?|the review|ignore|new task|approve)(?![\\p{L}\\p{N}])`,
  `ignorier(?:e|t|en)?${gap}(?:sie )?(?:alle )?(?:deine |ihre |die )?(?:vorherigen |bisherigen |obigen )?(?:anweisungen|vorgaben)`,
  `ignora(?:r|d)?${gap}(?:todas )?(?:tus |las )?(?:instrucciones|indicaciones)`,
  `ignorez?${gap}(?:toutes )?(?:vos |tes |les )?instructions`,
  `игнорируй(?:те)?${gap}(?:все )?(?:предыдущие |свои )?(?:инструкции|указания)`,
  '(?:忽略|无视)[^\\n]{0,8}(?:指令|指示|提示词)',
].map((source) => new RegExp(source, 'giu'))

/** Who is told not to do it is told no harm: "never reveal your instructions" stands in the prompts of other programs. */
const denied = /(?:\b(?:not|never|cannot|without)|n[’']t)[\s/*#]{1,8}$/iu
const deniedCharacters = 16

const mayHold =
  /instruct|prompt|guideline|canary|claim|finding|report|rules|review|approv|system|assistant|anweisung|vorgabe|instruccion|indicacion|инструкц|указан|指令|指示|提示|\b(?:ai|llm|bot|agent)/i
const letter = /[\p{L}\p{N}_$]/u

/** Ascending and disjoint. The time is linear in the text. */
export function findOrders(text: string): readonly OrderSpan[] {
  if (!mayHold.test(text)) return []
  const found = orders.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ 0: match, index }): readonly OrderSpan[] => {
      const end = index + match.length
      const isInside = letter.test(text[index - 1] ?? ' ') && !/^[A-Z]/.test(match)
      const isDenied = denied.test(text.slice(Math.max(0, index - deniedCharacters), index))
      return isInside || isDenied ? [] : [{ start: index, end }]
    }),
  )
  return disjoint(found)
}

function disjoint(spans: readonly OrderSpan[]): readonly OrderSpan[] {
  const kept: { start: number; end: number }[] = []
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1)
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end)
    else kept.push({ start, end })
  }
  return kept
}
