/** What the forms of a pull request's page do. */
import type { SimulatedGitHub } from '../simulated-github.ts'
import type { PullReader } from './read-pull.ts'

export interface Submission {
  readonly github: SimulatedGitHub
  readonly reader: PullReader
  readonly viewer: string
  readonly repository: string
  readonly number: number
  readonly action: string
  readonly form: URLSearchParams
}

/** @returns why not, in a sentence; null when it is done */
export async function submitForm(submission: Submission): Promise<string | null> {
  const { github, viewer, repository, number, action, form } = submission
  const person = github.person(viewer)
  const words = (form.get('body') ?? '').replaceAll('\r\n', '\n').trim()
  const comment = Number(form.get('comment'))
  const isHere = github.pull(repository, number).reviewComments.some(({ id }) => Number(id) === comment)
  switch (action) {
    case 'comment':
      if (words === '') return 'A comment needs words.'
      await person.comment(repository, number, words)
      return null
    case 'close':
      await person.close(repository, number)
      return null
    case 'reopen':
      await person.reopen(repository, number)
      return null
    case 'edit':
      return commitFile(submission)
    default:
      if (!isHere) return 'There is no such comment here.'
      return onThread(submission, comment, words)
  }
}

async function onThread(
  { github, viewer, action }: Submission,
  comment: number,
  words: string,
): Promise<string | null> {
  const person = github.person(viewer)
  switch (action) {
    case 'reply':
      if (words === '') return 'A reply needs words.'
      await person.reply(comment, words)
      return null
    case 'resolve':
      await person.resolveThread(comment)
      return null
    case 'unresolve':
      await person.unresolveThread(comment)
      return null
    case 'suggestion':
      await person.applySuggestion(comment)
      return null
    default:
      return 'Nothing of this kind can be done here.'
  }
}

async function commitFile({
  github,
  reader,
  viewer,
  repository,
  number,
  form,
}: Submission): Promise<string | null> {
  const path = form.get('path') ?? ''
  const before = await reader.content(repository, number, path)
  if (before === null) return 'The pull request does not change this file.'
  // Forms send CRLF, whatever the file has.
  const content = (form.get('content') ?? '').replaceAll('\r\n', '\n')
  if (content === before) return null
  const { pull } = await reader.facts(repository, number)
  const message = (form.get('message') ?? '').trim() || `Change ${path}`
  await github.pushCommit(
    pull.head.repo?.full_name ?? repository,
    pull.head.ref,
    { [path]: content },
    { by: viewer, message },
  )
  return null
}
