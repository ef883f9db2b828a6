/** What a finding of the agents says: its title, then what happens. Plain text of one paragraph. */

import { cutText } from '../../domain/text/cut-text.ts'

const charactersMax = 1_500

export function writeMessage(preface: string, title: string, message: string): string {
  const name = sentence(title)
  const said = message.replace(/\s+/g, ' ').trim()
  const isTitled = evenWords(said).startsWith(evenWords(title))
  return cutText(`${preface}${isTitled || name === '' ? said : `${name} ${said}`}`.trim(), charactersMax)
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
