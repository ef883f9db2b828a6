import { expect, test } from 'vitest'
import type { ChangedEntry, EntryKind, ObjectName } from '../domain/change/changed-entry.ts'
import { pathOfText } from '../domain/path/path-bytes.ts'
import { languageRefusal, type SelectionRules, selectEntries } from '../domain/selection/select-entries.ts'
import { whatCoverageProves } from './what-coverage-proves.ts'

const object = 'c'.repeat(40) as ObjectName
const rules: SelectionRules = {
  refusesPath: (path) => (path.startsWith('docs/') ? 'excluded by `docs/**` in the configuration' : null),
  wantsLanguage: (language) => language !== 'ruby',
  fileBytesMax: 1_000,
  filesMax: 1,
  totalBytesMax: 1_500,
}

/** The reason that the selection itself gives, so that a new wording does not go unseen. */
function proofOf(path: string, more: Partial<ChangedEntry> = {}, bytes: number | null = 10, own = rules) {
  const entry: ChangedEntry = {
    status: 'added',
    path: pathOfText(path),
    previousPath: null,
    base: null,
    head: { object, kind: 'file' },
    ...more,
  }
  const sizes = new Map<ObjectName, number>(bytes === null ? [] : [[object, bytes]])
  const [left] = selectEntries([entry], sizes, own).leftOut
  if (left === undefined) throw new Error(`${path} was not left out`)
  return whatCoverageProves({ path, status: 'skipped', reason: left.reason })
}

const side = (kind: EntryKind) => ({ object, kind })

test.each<[string, () => unknown]>([
  ['the configuration excludes it', () => proofOf('docs/a.md')],
  ['its language is not wanted', () => proofOf('a.rb')],
  ['a link', () => proofOf('link', { head: side('symlink') })],
  ['a submodule', () => proofOf('sub', { head: side('submodule') })],
  [
    'a file became a link',
    () => proofOf('a', { status: 'type-changed', base: side('file'), head: side('symlink') }),
  ],
  ['vendored', () => proofOf('vendor/a/a.go')],
  ['generated', () => proofOf('a.pb.go')],
  ['minified', () => proofOf('a.min.js')],
  ['binary', () => proofOf('a.png')],
])('left out on purpose: %s', (_, proof) => expect(proof()).toBe('left-out'))

test.each<[string, () => unknown]>([
  ['too large', () => proofOf('a.ts', {}, 2_000)],
  ['not fetched', () => proofOf('a.ts', {}, null)],
  ['too many files', () => proofOf('a.ts', {}, 10, { ...rules, filesMax: 0 })],
  ['too much at once', () => proofOf('a.ts', {}, 900, { ...rules, totalBytesMax: 10 })],
])('missed: %s', (_, proof) => expect(proof()).toBe('missed'))

test.each([
  ['reviewed', null, 'read'],
  ['partly', 'A lock file: what it installs was compared, its lines were not read as code.', 'read'],
  ['partly', 'It was binary before: every line counts as added.', 'read'],
  ['partly', 'oxlint took longer than 2000 ms.', 'missed'],
  [
    'partly',
    'A lock file: what it installs was compared, its lines were not read as code. secrets was cancelled.',
    'missed',
  ],
  ['skipped', 'It was not reached.', 'missed'],
  ['skipped', 'not among the paths that the configuration includes', 'left-out'],
  ['skipped', languageRefusal(null), 'left-out'],
  ['skipped', 'Generated: its first lines say that a program writes it.', 'missed'],
  ['skipped', 'Minified: its lines are too long to have been written by a person.', 'missed'],
  ['skipped', 'Not text: it holds NUL bytes, though its name is that of a text.', 'missed'],
  ['skipped', 'Something new.', 'missed'],
] as const)('%s, %j: %s', (status, reason, proof) => {
  expect(whatCoverageProves({ path: 'a', status, reason })).toBe(proof)
})
