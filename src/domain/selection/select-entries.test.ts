import { describe, expect, test } from 'vitest'
import type { ChangedEntry, ChangeStatus, EntryKind, ObjectName } from '../change/changed-entry.ts'
import { pathOfText } from '../path/path-bytes.ts'
import { lockFileBytesMax, type SelectionRules, selectEntries } from './select-entries.ts'

const rules: SelectionRules = {
  refusesPath: () => null,
  wantsLanguage: () => true,
  fileBytesMax: 1_000,
  filesMax: 10,
  totalBytesMax: 5_000,
}

interface Sketch {
  readonly path: string
  readonly status?: ChangeStatus
  readonly base?: EntryKind | null
  readonly head?: EntryKind | null
  readonly baseBytes?: number | null
  readonly headBytes?: number | null
}

/** `null` bytes: the object is not in the repository. */
function select(sketches: readonly Sketch[], some: Partial<SelectionRules> = {}) {
  const sizes = new Map<ObjectName, number>()
  function side(kind: EntryKind | null, name: string, bytes: number | null) {
    if (kind === null) return null
    if (bytes !== null) sizes.set(name as ObjectName, bytes)
    return { object: name as ObjectName, kind }
  }
  const entries = sketches.map(
    ({
      path,
      status = 'modified',
      base = 'file',
      head = 'file',
      baseBytes = 10,
      headBytes = 10,
    }): ChangedEntry => ({
      status,
      path: pathOfText(path),
      previousPath: null,
      base: side(base, `base ${path}`, baseBytes),
      head: side(head, `head ${path}`, headBytes),
    }),
  )
  const selection = selectEntries(entries, sizes, { ...rules, ...some })
  return {
    selected: selection.selected.map(({ path, role, language }) => `${path} ${role} ${language}`),
    leftOut: Object.fromEntries(selection.leftOut.map(({ path, reason }) => [path, reason])),
  }
}

describe('what a review reads', () => {
  test('code in any language, files of none, and deleted and new files', () => {
    const { selected, leftOut } = select([
      { path: 'src/a.ts' },
      { path: 'notes' },
      { path: 'run.sh', head: 'executable' },
      { path: 'gone.py', status: 'deleted', head: null },
      { path: 'new.go', status: 'added', base: null },
    ])
    expect(leftOut).toEqual({})
    expect(selected).toEqual([
      'src/a.ts code typescript',
      'notes code null',
      'run.sh code shell',
      'gone.py code python',
      'new.go code go',
    ])
  })

  test('a file in the place of a link or a submodule, whose own bytes do not count', () => {
    const { selected, leftOut } = select([
      { path: 'a.ts', status: 'type-changed', base: 'symlink', baseBytes: 9_999 },
      { path: 'b.ts', status: 'type-changed', base: 'submodule', baseBytes: null },
    ])
    expect(leftOut).toEqual({})
    expect(selected.length).toBe(2)
  })

  test('lock files are read as lock files, also where their name looks generated', () => {
    expect(select([{ path: 'package-lock.json' }, { path: 'a/Cargo.lock' }]).selected).toEqual([
      'package-lock.json lock json',
      'a/Cargo.lock lock toml',
    ])
  })
})

describe('what it leaves out, with the reason', () => {
  test.each<[Sketch, string]>([
    [{ path: 'link', head: 'symlink', base: null }, 'A symbolic link: it is not followed.'],
    [{ path: 'gone-link', head: null, base: 'symlink' }, 'A symbolic link: it is not followed.'],
    [
      { path: 'module', head: 'submodule', base: 'submodule', headBytes: null, baseBytes: null },
      'A submodule: it is not entered.',
    ],
    [{ path: 'x', status: 'type-changed', head: 'symlink' }, 'It was a file and is a symbolic link now.'],
    [{ path: 'node_modules/x/index.js' }, 'Vendored: its folder holds code of others.'],
    [{ path: 'a/vendor/x.go' }, 'Vendored: its folder holds code of others.'],
    [{ path: 'api.pb.go' }, 'Generated: its name says that a program writes it.'],
    [{ path: 'jquery.min.js' }, 'Minified: made by a program from sources elsewhere.'],
    [{ path: 'logo.PNG' }, 'Binary: there are no lines to read.'],
    [
      { path: 'large.ts', headBytes: 1_001 },
      'Too large: 1001 bytes, the limit is 1000 (limits.fileBytesMax).',
    ],
    [
      { path: 'was-large.ts', baseBytes: 1_002 },
      'Too large: 1002 bytes, the limit is 1000 (limits.fileBytesMax).',
    ],
    [{ path: 'missing.ts', headBytes: null }, 'Its content is not in this repository (a partial clone).'],
    [
      { path: 'missing-base.ts', baseBytes: null },
      'Its content is not in this repository (a partial clone).',
    ],
    [
      { path: 'yarn.lock', headBytes: lockFileBytesMax + 1 },
      `Too large: ${lockFileBytesMax + 1} bytes, the limit is ${lockFileBytesMax} (limits.fileBytesMax).`,
    ],
  ])('%j', (sketch, reason) => {
    expect(select([sketch]).leftOut).toEqual({ [sketch.path]: reason })
  })

  test('a file of just the limit is read; a lock file may be larger than code', () => {
    const { selected } = select([
      { path: 'a.ts', headBytes: 1_000 },
      { path: 'yarn.lock', headBytes: 4_000 },
    ])
    expect(selected).toEqual(['a.ts code typescript', 'yarn.lock lock null'])
    expect(
      select([{ path: 'yarn.lock', headBytes: lockFileBytesMax + 1 }], {
        fileBytesMax: lockFileBytesMax + 1,
        totalBytesMax: 1e9,
      }).leftOut,
    ).toEqual({})
  })

  test('by path and by language of the configuration', () => {
    const { selected, leftOut } = select(
      [{ path: 'a.py' }, { path: 'b.go' }, { path: 'docs/c.go' }, { path: 'script' }],
      {
        refusesPath: (path) => (path.startsWith('docs/') ? 'docs are not wanted' : null),
        wantsLanguage: (language) => language === 'go',
      },
    )
    expect(selected).toEqual(['b.go code go', 'script code null'])
    expect(leftOut).toEqual({
      'a.py': 'The configuration (`languages`) leaves out python.',
      'docs/c.go': 'docs are not wanted',
    })
  })

  test('beyond the number of files of one review', () => {
    const { selected, leftOut } = select(
      [{ path: 'a' }, { path: 'link', head: 'symlink' }, { path: 'b' }, { path: 'c' }],
      { filesMax: 2 },
    )
    expect(selected.length).toBe(2)
    expect(leftOut.c).toBe('The change has more than 2 files to read (limits.filesMax).')
  })

  test('beyond the bytes of one review: a small file behind a large one may still fit', () => {
    const { selected, leftOut } = select(
      [
        { path: 'a', headBytes: 600 },
        { path: 'b', headBytes: 600 },
        { path: 'c', headBytes: 400 },
        { path: 'd', headBytes: 1 },
      ],
      { totalBytesMax: 1_000 },
    )
    expect(selected.map((line) => line[0])).toEqual(['a', 'c'])
    expect(Object.keys(leftOut)).toEqual(['b', 'd'])
    expect(leftOut.b).toBe(
      'The files before it already fill the 1000 bytes of one review (limits.totalBytesMax).',
    )
  })
})
