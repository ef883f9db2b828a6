/** Who an App has to be, and what it may then do. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { appJwt, client, installationClient } from '../testing/app-client.ts'
import { type Story, startStory } from '../testing/story.ts'

let story: Story
let now: number
beforeEach(async () => {
  now = Date.now()
  story = await startStory({ clock: () => now, tokenLifetimeMs: 60_000 })
})
afterEach(() => story.close())

test('an App is believed for ten minutes at most, signed by its own key, by a clock that is right', async () => {
  const { github, app } = story
  const seconds = Math.floor(now / 1000)
  const as = async (claims: object, by = app) =>
    (await client(github.apiUrl, appJwt(by, { ...claims }))('GET', '/app')).status
  expect(await as({})).toBe(200)
  expect(await as({ iss: app.clientId })).toBe(200)
  expect(await as({ exp: seconds + 700 })).toBe(401)
  expect(await as({ exp: seconds - 1 })).toBe(401)
  expect(await as({ iat: seconds + 120 })).toBe(401)
  const other = await github.registerApp({ slug: 'other', permissions: {}, events: [] })
  expect(await as({ iss: app.appId }, other)).toBe(401)
  expect((await client(github.apiUrl, 'nonsense')('GET', '/app')).json).toMatchObject({
    message: 'Bad credentials',
  })
})

test('a token ends with its time, its suspension, and its installation', async () => {
  const { github, app, installation, ask, base } = story
  expect((await ask('GET', base)).status).toBe(200)
  now += 61_000
  expect((await ask('GET', base)).status).toBe(401)
  const fresh = await installationClient(github.apiUrl, app, installation)
  github.suspend(installation)
  expect((await fresh('GET', base)).status).toBe(403)
  github.unsuspend(installation)
  expect((await fresh('GET', base)).status).toBe(200)
  github.uninstall(installation)
  expect((await fresh('GET', base)).status).toBe(401)
})

test('what is not installed is not there; what is not permitted is refused', async () => {
  const { github, app, installation, base } = story
  await github.createRepository({ owner: 'acme', name: 'hidden', files: { a: 'a\n' } })
  await github.createRepository({ owner: 'acme', name: 'open', files: { a: 'a\n' }, isPrivate: false })
  github.setPermissions(installation, { contents: 'read', pull_requests: 'read' })
  const ask = await installationClient(github.apiUrl, app, installation)
  expect((await ask('GET', '/repos/acme/hidden')).status).toBe(404)
  expect((await ask('GET', '/repos/acme/open')).status).toBe(200)
  expect((await ask('GET', `${base}/pulls/1/files`)).status).toBe(200)
  const refused = await ask('POST', `${base}/issues/1/comments`, { body: 'hello' })
  expect(refused).toMatchObject({ status: 403, json: { message: 'Resource not accessible by integration' } })
  const jwt = client(github.apiUrl, appJwt(app))
  const narrow = (body: object) => jwt('POST', `/app/installations/${installation}/access_tokens`, body)
  expect((await narrow({ permissions: { contents: 'write' } })).status).toBe(422)
  expect((await narrow({ repositories: ['hidden'] })).status).toBe(422)
  expect(await narrow({ repositories: ['shop'], permissions: { contents: 'read' } })).toMatchObject({
    status: 201,
    json: { permissions: { contents: 'read', metadata: 'read' }, repositories: [{ full_name: 'acme/shop' }] },
  })
  github.changeInstallation(installation, { add: ['hidden'] })
  expect((await ask('GET', '/repos/acme/hidden')).status).toBe(200)
  expect((await ask('GET', '/installation/repositories')).json).toMatchObject({ total_count: 2 })
})

test('a manifest code is exchanged once for an App with its credentials', async () => {
  const { github } = story
  const code = github.submitManifest({
    slug: 'made',
    permissions: { checks: 'write' },
    events: ['push'],
    webhookSecret: 's',
  })
  const anyone = client(github.apiUrl, null)
  const made = await anyone<{ id: number; client_id: string; pem: string }>(
    'POST',
    `/app-manifests/${code}/conversions`,
  )
  expect(made).toMatchObject({ status: 201, json: { slug: 'made', webhook_secret: 's' } })
  const app = {
    appId: made.json.id,
    clientId: made.json.client_id,
    privateKeyPem: made.json.pem,
    botLogin: '',
    botUserId: 0,
  }
  expect((await client(github.apiUrl, appJwt(app))('GET', '/app')).json).toMatchObject({ slug: 'made' })
  expect((await anyone('POST', `/app-manifests/${code}/conversions`)).status).toBe(404)
})
