import { expect, test } from 'vitest'
import { languageOf } from './language.ts'

test.each([
  ['src/a.ts', '', 'typescript'],
  ['src/A.TSX', '', 'tsx'],
  ['a/b.min.js', '', 'javascript'],
  ['Dockerfile', '', 'dockerfile'],
  ['docker/Dockerfile.dev', '', 'dockerfile'],
  ['web.dockerfile', '', 'dockerfile'],
  ['Gemfile', '', 'ruby'],
  ['src/cart.c++', '', 'cpp'],
  ['src/cart.h', '', 'c'],
  ['build.gradle.kts', '', 'kotlin'],
  ['build.sbt', '', 'scala'],
  ['Cargo.lock', '', 'toml'],
  ['bin/run', '#!/bin/bash', 'shell'],
  ['bin/run', '#!/usr/bin/env -S python3 -u', 'python'],
  ['bin/run', '#! /usr/bin/env node', 'javascript'],
  ['bin/run', '#!/usr/bin/perl', null],
  ['bin/run', 'no first line', null],
  ['.bashrc', '', 'shell'],
  ['.hidden', '', null],
  ['a.unknown', '#!/bin/sh', null],
  ['', '', null],
  ['constructor', '', null],
  ['x.constructor', '', null],
  ['x.__proto__', '', null],
])('%s with first line %j is %s', (path, firstLine, language) => {
  expect(languageOf(path, firstLine)).toBe(language)
})
