import { expect, test } from 'vitest'
import { readDefects } from './read-defects.ts'

test('reads the places at the ends of the rows, and passes by what is no defect', () => {
  const readme = `
Some words (not/a/row.ts:3)

| id | project | what | known defect (file:line) |
|---|---|---|---|
| ts07 | a/b (MIT) | tiny | model, high: deletes all; see x:9 there. (packages/a/App.tsx:2366) |
| ts13 | a/b (MIT) | lockfile | - |
| go01 | c/d | - | static: \`cmd.Parent()\` may be nil. (pkg/cmd/root.go:75) |
`
  expect(readDefects(readme)).toEqual([
    { caseId: 'ts07', path: 'packages/a/App.tsx', line: 2366 },
    { caseId: 'go01', path: 'pkg/cmd/root.go', line: 75 },
  ])
})
