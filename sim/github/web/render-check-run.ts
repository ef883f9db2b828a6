/** A check run with its words and annotations. */
import type { CheckRunView } from '../pulls/pull-view.ts'
import { type Html, html } from './html.ts'
import { renderMarkdown } from './markdown.ts'

export function renderCheckRun({ name, status, conclusion, output, annotations, app }: CheckRunView): Html {
  const state = conclusion ?? status
  return html`<details class="box"><summary class="head"><strong>${name}</strong> <span class="badge ${state}">${state.replaceAll('_', ' ')}</span> ${output.title} <span class="dim">${app?.name ?? ''}</span></summary>
<div class="body">${output.summary === null ? null : renderMarkdown(output.summary)}${output.text === null ? null : renderMarkdown(output.text)}</div>
${annotations.length === 0 ? null : html`<ul>${annotations.map(renderAnnotation)}</ul>`}
</details>`
}

function renderAnnotation({
  path,
  start_line,
  annotation_level,
  title,
  message,
}: CheckRunView['annotations'][number]): Html {
  return html`<li><code>${path}:${start_line}</code> <span class="badge">${annotation_level}</span> <strong>${title}</strong> ${message}</li>`
}
