/** What one process of the service does. */
export const roles = ['all', 'web', 'worker', 'leader'] as const
export type Role = (typeof roles)[number]

export function does(role: Role, work: Exclude<Role, 'all'>): boolean {
  return role === 'all' || role === work
}
