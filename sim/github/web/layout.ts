/** What every page of the simulated site has around it. */
import { type Html, type HtmlPart, html } from './html.ts'

export interface Page {
  readonly title: string
  /** Links from the site's root to here. */
  readonly trail: readonly (readonly [string, string])[]
  readonly viewer: string
  readonly content: HtmlPart
  /** Of what is shown; empty where nothing changes by itself. */
  readonly version: string
}

export function renderPage({ title, trail, viewer, content, version }: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · simulated GitHub</title>
<link rel="stylesheet" href="/assets/site.css">
<script type="module" src="/assets/live.js"></script>
</head>
<body data-version="${version}">
<header><a href="/">Simulated GitHub</a>${trail.map(([name, path]) => html` / <a href="${path}">${name}</a>`)} · you are ${viewer}</header>
<p id="news" hidden>Something new has come: <a href="">show it</a>.</p>
${content}
</body>
</html>
`
}
