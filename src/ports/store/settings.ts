/** Small facts with a name: switches that people set, and how far a reconciler got. JSON values. */
export interface Settings {
  read(name: string): Promise<unknown>
  write(name: string, value: unknown): Promise<void>
}
