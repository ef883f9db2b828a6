/** What people say about findings without being asked, and what follows from it. */
export type FeedbackKind = 'thumbs-down' | 'dismissed' | 'resolved-unchanged' | 'applied' | 'fixed'

export interface RuleTally {
  readonly rule: string
  readonly byKind: Readonly<Record<FeedbackKind, number>>
  /** Different people among those who rejected it. */
  readonly rejectedBy: number
}

/** A rule of which a repository hears less: its findings go to the summary instead of onto lines. */
export interface Demotion {
  readonly rule: string
  /** A sentence for the people of the repository. */
  readonly reason: string
  readonly at: number
}

/** What says that a finding was of no use. */
export const rejectionKinds = [
  'thumbs-down',
  'dismissed',
  'resolved-unchanged',
] as const satisfies readonly FeedbackKind[]
