/**
 * Which files are lock files: written by package managers, read by the dependency analyser only.
 * Selection needs to know without loading any parser, so the names stand here.
 */
const names: ReadonlySet<string> = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'pipfile.lock',
  'pixi.lock',
  'conda-lock.yml',
  'pylock.toml',
  'go.sum',
  'go.work.sum',
  'cargo.lock',
  'gemfile.lock',
  'gems.locked',
  'composer.lock',
  'symfony.lock',
  'packages.lock.json',
  'paket.lock',
  'project.assets.json',
  'gradle.lockfile',
  'buildscript-gradle.lockfile',
  'mix.lock',
  'rebar.lock',
  'pubspec.lock',
  'podfile.lock',
  'package.resolved',
  'cartfile.resolved',
  'flake.lock',
  'chart.lock',
  'module.bazel.lock',
  'stack.yaml.lock',
  'cabal.project.freeze',
  '.terraform.lock.hcl',
])

/** @param path with `/` between its parts */
export function isLockFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (names.has(name)) return true
  return (
    (name.startsWith('packages.') && name.endsWith('.lock.json')) ||
    (name.startsWith('pylock.') && name.endsWith('.toml'))
  )
}
