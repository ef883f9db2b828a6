/** Names that go into addresses, looked at once more before they do: whatever they came from, nothing else gets through. */
import type { Outcome } from '../../domain/outcome.ts'
import { succeed } from '../../domain/outcome.ts'
import type { PullRequestRef } from '../../domain/pull-request/pull-request.ts'
import type { InstallationId, Repository } from '../../domain/repository/repository.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import { refusedInput } from './api/failures.ts'

const namePattern = /^[A-Za-z0-9._-]{1,100}$/
const loginPattern = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98})(?:\[bot\])?$/

export interface Location {
  readonly installation: InstallationId
  readonly parameters: { readonly owner: string; readonly repo: string }
}

export function locate({ owner, name, installation }: Repository): Outcome<Location, HostFailure> {
  if (!isName(owner) || !isName(name)) return refusedInput('The name of the repository')
  if (!isNumber(installation)) return refusedInput('The number of the installation')
  return succeed({ installation, parameters: { owner, repo: name } })
}

export interface PullLocation extends Location {
  readonly parameters: { readonly owner: string; readonly repo: string; readonly pull_number: number }
}

export function locatePull({ repository, number }: PullRequestRef): Outcome<PullLocation, HostFailure> {
  const location = locate(repository)
  if (!location.ok) return location
  if (!isNumber(number)) return refusedInput('The number of the pull request')
  const { installation, parameters } = location.value
  return succeed({ installation, parameters: { ...parameters, pull_number: number } })
}

export interface IssueLocation extends Location {
  readonly parameters: { readonly owner: string; readonly repo: string; readonly issue_number: number }
}

export function locateIssue(repository: Repository, number: number): Outcome<IssueLocation, HostFailure> {
  const location = locate(repository)
  if (!location.ok) return location
  if (!isNumber(number)) return refusedInput('The number of the issue')
  const { installation, parameters } = location.value
  return succeed({ installation, parameters: { ...parameters, issue_number: number } })
}

/** Also not one of the two names that mean another folder. */
export function isName(text: string): boolean {
  return namePattern.test(text) && text !== '.' && text !== '..'
}

export function isLogin(text: string): boolean {
  return loginPattern.test(text)
}

export function isNumber(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0
}
