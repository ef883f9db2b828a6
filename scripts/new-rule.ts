/**
 * `npm run new rule -- python/sql-string` makes the folder of a rule with files to fill in. The catalogue test fails,
 * and says which files, until all of them are written.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { rulesRoot } from '../src/analysers/ast-grep/read-rules.ts'
import { ruleFolders } from '../src/analysers/ast-grep/rule-folders.ts'

const usage = `Usage: npm run new rule -- <folder>/<name>, where <folder> is one of ${ruleFolders.map((folder) => folder.name).join(', ')} and <name> is lower-case words with hyphens.`

process.exitCode = run(process.argv.slice(2))

function run([kind, wanted, ...rest]: readonly string[]): number {
  if (kind !== 'rule' || wanted === undefined || rest.length > 0) return refuse(usage)
  const [folderName, name, ...deeper] = wanted.split('/')
  const folder = ruleFolders.find((known) => known.name === folderName)
  if (folder === undefined || name === undefined || deeper.length > 0) return refuse(usage)
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) return refuse(usage)
  const target = `${rulesRoot}${folder.name}/${name}`
  if (existsSync(target)) return refuse(`There is a rule src/rules/${wanted} already.`)

  mkdirSync(target, { recursive: true })
  for (const [file, text] of Object.entries(skeleton(folder.extension, folder.comment)))
    writeFileSync(`${target}/${file}`, text)
  process.stdout.write(
    `Made src/rules/${wanted}. Fill in its files, then run: npx vitest run src/analysers/ast-grep\n`,
  )
  return 0
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return 2
}

function skeleton(extension: string, comment: string): Readonly<Record<string, string>> {
  return {
    'rule.yaml': `# TODO(new rule): fill in; every key is explained in src/analysers/ast-grep/page.md
title: What is wrong, in a few words
severity: medium
category: correctness
cwe: []
confidence: 0.9
defect: name-of-the-defect
message: What is wrong here with $ARG. What to do instead.
words: ["dangerous"]
rule:
  pattern: dangerous($ARG)
`,
    'page.md': `# What is wrong, in a few words

TODO(new rule)

## What it finds

## Why

## Wrong

## Right

## When it is silent
`,
    [`wrong.${extension}`]: `${comment} TODO(new rule): at least two shapes; each reported line carries the word in capitals
dangerous(first) ${comment} WRONG
dangerous(second()) ${comment} WRONG
`,
    [`right.${extension}`]: `${comment} TODO(new rule): at least three near misses, none of them reported
careful(first) ${comment} RIGHT
dangerous() ${comment} RIGHT
dangerous(first, second) ${comment} RIGHT
`,
  }
}
