/** What the cost of language models is added up by. */
export const spendGroupings = [
  'day',
  'repository',
  'installation',
  'model',
  'role',
  'purpose',
  'pull-request',
] as const
export type SpendGrouping = (typeof spendGroupings)[number]
