/** A file of the pull request's branch in a box, to be changed and committed. */
import { type Html, html } from './html.ts'

export interface EditFacts {
  readonly pullPath: string
  readonly path: string
  readonly content: string
}

export function renderEdit({ pullPath, path, content }: EditFacts): Html {
  // The first line end after the tag is not part of a textarea's text.
  return html`<h1>Edit <code>${path}</code></h1>
<form method="post" action="${pullPath}/edit">
<input type="hidden" name="path" value="${path}">
<textarea class="file" name="content" spellcheck="false" aria-label="${path}">
${content}</textarea>
<p><input name="message" aria-label="Commit message" placeholder="Change ${path}"></p>
<div class="actions"><button class="main">Commit to the branch</button> <a href="${pullPath}">Never mind</a></div>
</form>`
}
