/** What a finding of the agents says: its title, then what happens. Plain text of one paragraph. */

const charactersMax = 1_500

export function writeMessage(preface: string, title: string, message: string): string {
  const name = sentence(title)
  const said = message.replace(/\s+/g, ' ').trim()
  const isTitled = evenWords(said).startsWith(evenWords(title))
  return bounded(`${preface}${isTitled || name === '' ? said : `${name} ${said}`}`.trim())
}

function sentence(title: string): string {
  const text = title.replace(/\s+/g, ' ').trim()
  if (text === '') return ''
  const capital = /^[a-z]+\b(?![_.(])/.test(text) ? `${text.slice(0, 1).toUpperCase()}${text.slice(1)}` : text
  return /[.!?:]$/.test(capital) ? capital : `${capital}.`
}

function evenWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function bounded(text: string): string {
  if (text.length <= charactersMax) return text
  const end = charactersMax - 1
  const isHalved = /[\ud800-\udbff]/.test(text[end - 1] ?? '')
  return `${text.slice(0, isHalved ? end - 1 : end)}…`
}
