/** The two pages of the set-up, served on loopback to the person who sits in front of it. */
import type { AppManifest } from './app-manifest.ts'

/** One button that hands the manifest to the host. @param action the host's page for new Apps, with our state */
export function setupPage(action: string, manifest: AppManifest): string {
  const permissions = Object.entries(manifest.default_permissions)
    .map(([name, access]) => `<li><code>${escapeHtml(name)}</code>: ${escapeHtml(access)}</li>`)
    .join('')
  return page(
    'Create the GitHub App',
    `<p>GitHub will create an App named <strong>${escapeHtml(manifest.name)}</strong> that may do this and nothing else:</p>
<ul>${permissions}</ul>
<form action="${escapeHtml(action)}" method="post">
<input type="hidden" name="manifest" value="${escapeHtml(JSON.stringify(manifest))}">
<button type="submit">Create it on GitHub</button>
</form>`,
  )
}

/** @param installUrl where the App is installed on repositories */
export function donePage(name: string, installUrl: string): string {
  return page(
    'The App is there',
    `<p>${escapeHtml(name)} was created and its credentials are stored. You may close this page, and
<a href="${escapeHtml(installUrl)}" rel="noreferrer">install it on repositories</a>.</p>`,
  )
}

export function failedPage(reason: string): string {
  return page('That did not work', `<p>${escapeHtml(reason)}</p><p><a href="/">Try again</a></p>`)
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} - autogen-bot</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}</style>
<h1>${escapeHtml(title)}</h1>
${body}
</html>
`
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
