/** What the doctor says of one thing. */
export interface Diagnosis {
  readonly subject: string
  readonly verdict: 'good' | 'weak' | 'broken'
  /** A sentence. */
  readonly found: string
  /** What to do; null when nothing is to be done. */
  readonly remedy: string | null
}

export function good(subject: string, found: string): Diagnosis {
  return { subject, verdict: 'good', found, remedy: null }
}

export function weak(subject: string, found: string, remedy: string): Diagnosis {
  return { subject, verdict: 'weak', found, remedy }
}

export function broken(subject: string, found: string, remedy: string): Diagnosis {
  return { subject, verdict: 'broken', found, remedy }
}
