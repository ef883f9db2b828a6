import { describe, expect, it } from 'vitest'
import { isLockFile } from './lock-files.ts'

describe('lock files', () => {
  it.each([
    'package-lock.json',
    'web/yarn.lock',
    'a/b/pnpm-lock.yaml',
    'Pipfile.lock',
    'Cargo.lock',
    'go.sum',
    'src/App/packages.lock.json',
    'packages.App.lock.json',
    'pylock.dev.toml',
    '.terraform.lock.hcl',
  ])('%s is one', (path) => {
    expect(isLockFile(path)).toBe(true)
  })

  it.each([
    'package.json',
    'go.mod',
    'src/lock.ts',
    'yarn.lock/readme.md',
    'locks/file.lock',
    'my-yarn.lock',
    '',
  ])('%s is none', (path) => {
    expect(isLockFile(path)).toBe(false)
  })
})
