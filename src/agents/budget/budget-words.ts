/** What people read when a budget stops the agents. */
import { dollars } from '../../domain/agents/dollars.ts'
import type { PlannedCall, Reservation, SpendLimit } from '../../ports/store/model-ledger.ts'

const scopes: Readonly<Record<SpendLimit['scope'], string>> = {
  work: 'one review or answer',
  repository: 'this repository in 24 hours',
  installation: 'this installation in 24 hours',
  day: 'everything here in 24 hours',
}

export function budgetText(
  { limit, spentTokens, spentMicroDollars, freesAt }: Extract<Reservation, { kind: 'refused' }>,
  planned: Pick<PlannedCall, 'tokens' | 'microDollars'>,
): string {
  const { tokensMax, microDollarsMax } = limit
  const isOfMoney = microDollarsMax !== null && spentMicroDollars + planned.microDollars > microDollarsMax
  const figures = isOfMoney
    ? `${dollars(spentMicroDollars)} of ${dollars(microDollarsMax)} are spent, and the next call may cost ${dollars(planned.microDollars)}`
    : `${count(spentTokens)} of ${count(tokensMax ?? 0)} tokens are spent, and the next call may take ${count(planned.tokens)}`
  return `The budget of the agents for ${scopes[limit.scope]} is used up: ${figures}.${whenFree(freesAt)}`
}

function whenFree(freesAt: number | null): string {
  if (freesAt === null) return ''
  return ` Enough of it is free from ${new Date(freesAt).toISOString().slice(0, 16).replace('T', ' ')} UTC.`
}

function count(tokens: number): string {
  return tokens.toLocaleString('en-US')
}
