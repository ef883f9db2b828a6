import { schema } from '@octokit/graphql-schema'
import { buildSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { conversationQuery, resolveThreadMutation, threadQuery } from './queries.ts'

const github = buildSchema(schema.idl, { assumeValid: true })

test.each([
  ['conversationQuery', conversationQuery],
  ['threadQuery', threadQuery],
  ['resolveThreadMutation', resolveThreadMutation],
])('%s is one that GitHub understands', (_, text) => {
  expect(validate(github, parse(text))).toEqual([])
})
