/** A benchmark's pull request comes from a code host, and is reviewed as it was opened. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { installationToken } from '../../../sim/github/testing/app-client.ts'
import { startStory } from '../../../sim/github/testing/story.ts'
import { autogenBot } from '../../../test/world/command-line.ts'

test('what a golden comment is about is fetched once, and evaluated', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-golden-'))
  const story = await startStory()
  try {
    const [owner = '', name = ''] = story.repository.split('/')
    const token = await installationToken(story.github.apiUrl, story.app, story.installation)
    const golden = join(folder, 'golden.json')
    const url = `https://github.com/${owner}/${name}/pull/${story.pull}`
    const gone = `https://github.com/${owner}/${name}/pull/999`
    const comments = [{ comment: 'The value is lost.', severity: 'Low' }]
    writeFileSync(
      golden,
      JSON.stringify([
        { url, comments },
        { url: gone, comments },
      ]),
    )
    vi.stubEnv('GITHUB_TOKEN', token)
    vi.stubEnv('GITHUB_API_URL', story.github.apiUrl)
    vi.stubEnv('GITHUB_SERVER_URL', story.github.url)
    const words = [
      ...['eval', '--golden', golden, '--repos', join(folder, 'repos'), '--fetch'],
      ...['--analysers-only', '--format', 'json'],
    ]
    const said = await autogenBot(...words)
    expect(said.exitCode).toBe(1)
    expect(said.told).toContain(`fetch 1/2 ${owner}/${name}#${story.pull}: fetched\n`)
    expect(said.told).toMatch(
      /fetch 2\/2 \S+#999: \S+ answered 404\. It is not there, or private: GITHUB_TOKEN may/,
    )
    expect(JSON.parse(said.answer)).toMatchObject({
      cases: [{ falseNegatives: 1, changedLines: 9 }],
      failed: [{ id: `${owner}__${name}__999` }],
    })

    vi.stubEnv('GITHUB_API_URL', 'http://127.0.0.1:9')
    const again = await autogenBot(...words, '--limit', '1')
    expect([again.exitCode, again.told]).toEqual([0, expect.stringContaining('fetch 1/1')])
    expect(again.told).toContain(': is there\n')

    words[words.indexOf('--repos') + 1] = join(folder, 'others')
    const apart = await autogenBot(...words, '--limit', '1')
    expect(apart.told).toMatch(/fetch 1\/1 \S+: fetch failed: \S/)
    vi.stubEnv('GITHUB_API_URL', story.github.apiUrl)
    vi.stubEnv('GITHUB_SERVER_URL', 'http://127.0.0.1:9')
    const halfway = await autogenBot(...words, '--limit', '1')
    expect(halfway.told).toMatch(
      /fetch 1\/1 \S+: Command failed: git fetch [^\\]* fatal: unable to access [^\\]*$/m,
    )
  } finally {
    vi.unstubAllEnvs()
    await story.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
