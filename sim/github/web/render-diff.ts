/** A hunk with its lines coloured. */
import { type Html, html } from './html.ts'

/** Lines before the one commented on, as GitHub shows them. */
const linesBeforeComment = 4

export function renderHunkEnd(hunk: string): Html {
  const [head = '', ...lines] = hunk.split('\n')
  const shown = lines.slice(-linesBeforeComment)
  return renderDiff([...(shown.length < lines.length ? [] : [head]), ...shown].join('\n'))
}

export function renderDiff(patch: string): Html {
  const lines = patch
    .split('\n')
    .map((line) => html`<span class="${kindOf(line)}">${line === '' ? ' ' : line}</span>`)
  return html`<pre class="diff">${lines}</pre>`
}

function kindOf(line: string): string {
  if (line.startsWith('@@')) return 'hunk'
  if (line.startsWith('+')) return 'add'
  return line.startsWith('-') ? 'remove' : 'same'
}
