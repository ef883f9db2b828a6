import { expect, test } from 'vitest'
import { parseTree } from './read-tree.ts'

const name = 'a'.repeat(40)

test('plain files are read from a listing; links, submodules and folders are not', () => {
  const listing = [
    `100644 blob ${name}      12\tlib/odd name\n.rb`,
    `100755 blob ${name} 1048577\tbin/run`,
    `120000 blob ${name}       3\tlink.rb`,
    `160000 commit ${name}       -\tmodule`,
    '',
  ].join('\0')
  expect(parseTree(listing)).toEqual([
    { path: 'lib/odd name\n.rb', object: name, bytes: 12 },
    { path: 'bin/run', object: name, bytes: 1_048_577 },
  ])
})
