/** Which format a file is in, by its name alone: light, since it is asked of every changed file. */
import type { Ecosystem, FileKind } from './dependency.ts'

export interface FileFormat {
  readonly id: FormatId
  readonly ecosystem: Ecosystem
  readonly kind: FileKind
}

const formats = {
  'package-json': ['npm', 'manifest'],
  'package-lock': ['npm', 'lock'],
  'yarn-lock': ['npm', 'lock'],
  'pnpm-lock': ['npm', 'lock'],
  requirements: ['pypi', 'manifest'],
  pyproject: ['pypi', 'manifest'],
  pipfile: ['pypi', 'manifest'],
  'pipfile-lock': ['pypi', 'lock'],
  'poetry-lock': ['pypi', 'lock'],
  'uv-lock': ['pypi', 'lock'],
  'go-mod': ['go', 'manifest'],
  'go-sum': ['go', 'checksums'],
  'cargo-toml': ['cargo', 'manifest'],
  'cargo-lock': ['cargo', 'lock'],
  gemfile: ['rubygems', 'manifest'],
  'gemfile-lock': ['rubygems', 'lock'],
  'composer-json': ['packagist', 'manifest'],
  'composer-lock': ['packagist', 'lock'],
  pom: ['maven', 'manifest'],
  gradle: ['maven', 'manifest'],
  'version-catalog': ['maven', 'manifest'],
  'msbuild-project': ['nuget', 'manifest'],
  'nuget-lock': ['nuget', 'lock'],
} as const satisfies Record<string, readonly [Ecosystem, FileKind]>

export type FormatId = keyof typeof formats
export const formatIds = Object.keys(formats) as readonly FormatId[]

const byName: Readonly<Record<string, FormatId>> = {
  'package.json': 'package-json',
  'package-lock.json': 'package-lock',
  'npm-shrinkwrap.json': 'package-lock',
  'yarn.lock': 'yarn-lock',
  'pnpm-lock.yaml': 'pnpm-lock',
  'pyproject.toml': 'pyproject',
  pipfile: 'pipfile',
  'pipfile.lock': 'pipfile-lock',
  'poetry.lock': 'poetry-lock',
  'uv.lock': 'uv-lock',
  'go.mod': 'go-mod',
  'go.sum': 'go-sum',
  'go.work.sum': 'go-sum',
  'cargo.toml': 'cargo-toml',
  'cargo.lock': 'cargo-lock',
  gemfile: 'gemfile',
  'gems.rb': 'gemfile',
  'gemfile.lock': 'gemfile-lock',
  'gems.locked': 'gemfile-lock',
  'composer.json': 'composer-json',
  'composer.lock': 'composer-lock',
  'pom.xml': 'pom',
  'build.gradle': 'gradle',
  'build.gradle.kts': 'gradle',
  'libs.versions.toml': 'version-catalog',
  'directory.packages.props': 'msbuild-project',
  'packages.lock.json': 'nuget-lock',
}

/** Manifests that tests read are data, not what this project installs. */
const notInstalled: ReadonlySet<string> = new Set([
  'fixtures',
  '__fixtures__',
  'fixture',
  'testdata',
  'test-data',
  '__snapshots__',
  'node_modules',
  'vendor',
])

/** @returns null for a file that says nothing of dependencies */
export function formatOf(path: string): FileFormat | null {
  const parts = path.toLowerCase().split('/')
  const name = parts.pop() ?? ''
  const id = Object.hasOwn(byName, name) ? (byName[name] as FormatId) : idOfPattern(name, parts.at(-1) ?? '')
  if (id === null || parts.some((part) => notInstalled.has(part))) return null
  return formatNamed(id)
}

export function formatNamed(id: FormatId): FileFormat {
  const [ecosystem, kind] = formats[id]
  return { id, ecosystem, kind }
}

function idOfPattern(name: string, folder: string): FormatId | null {
  const isText = name.endsWith('.txt') || name.endsWith('.in')
  const saysRequirements = name.includes('requirements') || name.startsWith('constraints')
  if (isText && (saysRequirements || folder === 'requirements')) return 'requirements'
  if (name.endsWith('.csproj') || name.endsWith('.fsproj') || name.endsWith('.vbproj'))
    return 'msbuild-project'
  if (name.startsWith('packages.') && name.endsWith('.lock.json')) return 'nuget-lock'
  return null
}
