/** A benchmark's pull request comes from a code host, and is reviewed as it was opened. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { installationToken } from '../../sim/github/testing/app-client.ts'
import { startStory } from '../../sim/github/testing/story.ts'
import { autogenBot } from '../../test/world/command-line.ts'
import { fetchPullRequest } from './fetch-pull-request.ts'

test('what a golden comment is about is fetched once, and evaluated', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-golden-'))
  const story = await startStory()
  try {
    const [owner = '', name = ''] = story.repository.split('/')
    const token = await installationToken(story.github.apiUrl, story.app, story.installation)
    const host = { apiUrl: story.github.apiUrl, gitUrl: story.github.url, token }
    const pull = { owner, name, number: story.pull }
    expect(await fetchPullRequest(pull, join(folder, 'repos'), host)).toBe('fetched')
    expect(
      await fetchPullRequest(pull, join(folder, 'repos'), { ...host, apiUrl: 'http://127.0.0.1:9' }),
    ).toBe('is there')
    const golden = join(folder, 'golden.json')
    const url = `https://github.com/${owner}/${name}/pull/${story.pull}`
    writeFileSync(
      golden,
      JSON.stringify([{ url, comments: [{ comment: 'The value is lost.', severity: 'Low' }] }]),
    )
    const words = [
      '--golden',
      golden,
      '--repos',
      join(folder, 'repos'),
      '--analysers-only',
      '--format',
      'json',
    ]
    const said = await autogenBot('eval', ...words)
    expect(said.told).toContain('1/1')
    expect(JSON.parse(said.answer)).toMatchObject({
      cases: [{ falseNegatives: 1, changedLines: 9 }],
      failed: [],
    })
  } finally {
    await story.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
