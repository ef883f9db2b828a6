/**
 * Brings GitHub's OpenAPI description once. Its package is 385 MB unpacked, of which one file is wanted, so it is no
 * dependency: the tarball is fetched through npm when the contract test first runs, and kept in node_modules.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Json } from './json-schema.ts'
import { type ReducedDescription, reduceDescription, type Wanted } from './reduce-description.ts'

const version = '23.0.2'
/** Of the tarball, so that what judges the project cannot be swapped under it. */
const sha512 = 'pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg=='
/** Raised when the reduction changes, so that an older one is not taken for it. */
const reductionVersion = 1
const kept = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'autogen-bot', 'openapi')

export async function fetchDescription(wanted: Wanted): Promise<ReducedDescription> {
  const key = createHash('sha256')
    .update(JSON.stringify([version, reductionVersion, wanted]))
    .digest('hex')
  const reducedFile = join(kept, `reduced-${key.slice(0, 16)}.json`)
  if (existsSync(reducedFile)) return JSON.parse(await readFile(reducedFile, 'utf8')) as ReducedDescription
  const wholeFile = join(kept, `api.github.com-${version}.json`)
  await mkdir(kept, { recursive: true })
  if (!existsSync(wholeFile)) await bringWhole(wholeFile)
  const whole = JSON.parse(await readFile(wholeFile, 'utf8')) as Json
  const reduced = reduceDescription(whole, wanted)
  // Under another name first: a run that is killed leaves no half file that the next one trusts.
  const half = `${reducedFile}.${process.pid}`
  await writeFile(half, JSON.stringify(reduced))
  await rename(half, reducedFile)
  return reduced
}

async function bringWhole(file: string): Promise<void> {
  const folder = await mkdtemp(join(kept, 'fetch-'))
  try {
    await packTarball(folder)
    const tarball = join(folder, `octokit-openapi-${version}.tgz`)
    await requireDigest(tarball)
    const extracted = join(folder, 'description.json')
    const tar = spawn('tar', ['-xzOf', tarball, 'package/generated/api.github.com.json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await Promise.all([pipeline(tar.stdout, createWriteStream(extracted)), ended(tar, 'tar')])
    await rename(extracted, file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function packTarball(folder: string): Promise<void> {
  const args = [
    'pack',
    `@octokit/openapi@${version}`,
    '--loglevel=error',
    // Twice is enough to tell a hiccup from a wall.
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=2000',
    '--ignore-scripts',
    '--pack-destination',
    folder,
  ]
  const npm = spawn('npm', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let words = ''
  npm.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = `${words}${text}`.slice(-2_000)
  })
  await ended(npm, 'npm pack').catch((error: unknown) => {
    throw new Error(
      `GitHub's OpenAPI description could not be fetched (${String(error)}). The contract test needs it once: ` +
        `make the npm registry reachable and run the tests again, or put the file generated/api.github.com.json of ` +
        `@octokit/openapi@${version} at ${join(kept, `api.github.com-${version}.json`)}.\n${words}`,
    )
  })
}

async function requireDigest(tarball: string): Promise<void> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(tarball), hash)
  const digest = hash.digest('base64')
  if (digest !== sha512)
    throw new Error(`the tarball of @octokit/openapi@${version} is not the known one: sha512-${digest}`)
}

function ended(child: ReturnType<typeof spawn>, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`${name} ended with ${code}`))
    })
  })
}
