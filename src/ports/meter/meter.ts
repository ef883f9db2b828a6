/** Where figures go. Promise: every name is declared in the catalogue of indicators, label values are bounded. */
export type Labels = Readonly<Record<string, string>>

export interface Meter {
  /** Adds to a counter. */
  count(name: string, labels?: Labels, by?: number): void
  /** Sets a gauge. */
  set(name: string, value: number, labels?: Labels): void
  /** Observes a value in a histogram; seconds for durations. */
  observe(name: string, value: number, labels?: Labels): void
}
