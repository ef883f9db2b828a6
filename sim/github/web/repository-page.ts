/** `/OWNER/NAME`: its pull requests. */
import type { PullView } from '../pulls/pull-view.ts'
import { type Html, html } from './html.ts'

export function renderRepository(repository: string, pulls: readonly PullView[]): Html {
  const items = pulls
    .toReversed()
    .map(
      ({ number, title, state, threads, isMerged }) =>
        html`<li><a href="/${repository}/pull/${number}">${title}</a> <span class="dim">#${number}</span> <span class="badge ${state}">${isMerged ? 'merged' : state}</span> <span class="dim">${threads.length} conversations</span></li>`,
    )
  return html`<h1>${repository}</h1><h2>Pull requests</h2>${items.length === 0 ? html`<p class="dim">None.</p>` : html`<ul>${items}</ul>`}`
}

export function renderRepositories(repositories: readonly string[]): Html {
  return html`<h1>A simulated GitHub</h1>
<p>It runs on this machine and knows nobody but you and the bot. Nothing here reaches the real one.</p>
<ul>${repositories.map((name) => html`<li><a href="/${name}">${name}</a></li>`)}</ul>`
}
