/** A repository of this machine becomes one of the simulated GitHub, whatever its files are called. */
import { expect, onTestFinished, test } from 'vitest'
import { createRepository } from '../../../test/world/repository.ts'
import { startSimulatedGitHub } from '../simulated-github.ts'

test('is taken over with its branches; a commit without changes keeps names that are not UTF-8', async () => {
  const local = createRepository()
  local.commit('base', { 'bytes:caf\xe9.txt': 'old\n', 'a.txt': 'a\n' })
  const head = local.commit('head', { 'bytes:caf\xe9.txt': 'new\n' }, { from: 'base' })
  const github = await startSimulatedGitHub()
  onTestFinished(() => github.close())
  const repo = await github.importRepository({
    owner: 'octo',
    name: 'taken',
    folder: local.folder,
    branches: ['base', 'head'],
  })
  expect(github.headOf(repo, 'head')).toBe(head)
  const number = await github.openPullRequest({ repo, head: 'head', author: 'octo' })
  expect(github.pull(repo, number).base).toBe(github.headOf(repo, 'base'))

  const empty = await github.pushCommit(repo, 'head', {})
  expect(github.pull(repo, number).head).toBe(empty)
  const treeOf = (commit: string) =>
    local.git('--git-dir', `${github.folder}/octo/taken.git`, 'rev-parse', `${commit}^{tree}`)
  expect(treeOf(empty)).toBe(treeOf(head))
})
