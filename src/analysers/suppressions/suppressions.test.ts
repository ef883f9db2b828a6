import { expect, test } from 'vitest'
import { changedText, listed, observationsOf } from '../../../test/world/analysed-text.ts'
import { suppressions } from './suppressions.ts'

async function told(path: string, head: string, base: string | null = null): Promise<readonly string[]> {
  return listed(await observationsOf(suppressions, changedText(path, head, base)))
}

test('a comment that this change adds is shown with what it silences', async () => {
  expect(await told('a.py', 'import os\nos.system(x)  # noqa: E501\n', 'import os\n')).toMatchInlineSnapshot(`
    [
      "2:17-2:27 low added This change silences E501 of Ruff on this line with "noqa". The review looked at the code nevertheless; fix the cause, or say in the comment why it is right.",
    ]
  `)
})

test('silencing a security check weighs more', async () => {
  expect(await told('a.py', 'os.system(x)  # noqa: S605\nrun(x)  # nosec\n')).toMatchInlineSnapshot(`
    [
      "1:17-1:27 medium security-check This change silences S605 of Ruff on this line with "noqa". The review looked at the code nevertheless; fix the cause, or say in the comment why it is right.",
      "2:11-2:16 medium security-check This change silences every report of Bandit or gosec on this line with "nosec". The review looked at the code nevertheless; fix the cause, or say in the comment why it is right.",
    ]
  `)
  expect(
    await told('a.go', 'run(x) // #nosec G204 -- checked\nk := "x" // gitleaks:allow\n'),
  ).toMatchInlineSnapshot(`
    [
      "1:12-1:22 medium security-check This change silences G204 of Bandit or gosec on this line with "nosec". The review looked at the code nevertheless; fix the cause, or say in the comment why it is right.",
      "2:13-2:27 medium security-check This change silences every report of Gitleaks on this line with "gitleaks:allow". The review looked at the code nevertheless; fix the cause, or say in the comment why it is right.",
    ]
  `)
})

test('so does silencing a tool for a whole file', async () => {
  expect(await told('a.ts', '// @ts-nocheck\n/* eslint-disable */\nrun()\n')).toMatchInlineSnapshot(`
    [
      "1:4-1:15 medium file-wide This change silences every report of TypeScript in the rest of this file with "@ts-nocheck". The review looked at the code nevertheless; fix the cause, or say in the comment why it is right.",
      "2:4-2:18 medium file-wide This change silences every report of ESLint in the rest of this file with "eslint-disable". The review looked at the code nevertheless; fix the cause, or say in the comment why it is right.",
    ]
  `)
})

test('one named rule off for a file is an ordinary suppression', async () => {
  expect(await told('a.ts', '/* eslint-disable no-console */\nrun()\n')).toMatchInlineSnapshot(`
    [
      "1:4-1:29 low added This change silences no-console of ESLint in the rest of this file with "eslint-disable". The review looked at the code nevertheless; fix the cause, or say in the comment why it is right.",
    ]
  `)
})

test('a comment that only moved is no news, one more of the same kind is', async () => {
  expect(await told('a.py', 'b\na  # noqa\n', 'a  # noqa\nb\n')).toEqual([])
  expect(await told('a.py', 'x  # noqa\na  # noqa\n', 'a  # noqa\n')).toHaveLength(1)
})

test('strings and documentation only talk about such comments', async () => {
  expect(await told('a.ts', "const text = '// eslint-disable-line'\n")).toEqual([])
  expect(suppressions.reads({ path: 'README.md', language: 'markdown', role: 'code' })).toBe(false)
})
