/** Small facts with a name: switches that people set, and how far a reconciler got. JSON values. */
export interface Settings {
  read(name: string): Promise<unknown>
  write(name: string, value: unknown): Promise<void>
  /**
   * For values that several change: writes only over what was read.
   *
   * @param before as `read` gave it; null also when there is none @returns false when it is another by now
   */
  replace(name: string, before: unknown, value: unknown): Promise<boolean>
}
