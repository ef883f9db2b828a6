/** Sizes as people write them in a configuration: `1048576`, `1MiB`, `500 KB`. */
const unitBytes = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 } as const

/** Also goes into the JSON Schema, where there are no flags: hence both cases. */
export const byteSizePattern = /^[0-9]{1,12}(\.[0-9]{1,3})? ?([kKmMgG][iI]?)?[bB]$/

/** Whole bytes; null when the text is not a size. */
export function parseByteSize(text: string): number | null {
  if (!byteSizePattern.test(text)) return null
  const unit = text.replace(/^[0-9. ]+/, '').toLowerCase()
  return Math.floor(Number.parseFloat(text) * unitBytes[unit as keyof typeof unitBytes])
}

/** The shortest exact way to write a size: `1MiB`, `500KB`, `1234567B`. */
export function formatByteSize(bytes: number): string {
  for (const unit of ['GiB', 'GB', 'MiB', 'MB', 'KiB', 'KB'] as const) {
    const size = unitBytes[unit.toLowerCase() as keyof typeof unitBytes]
    if (bytes >= size && bytes % size === 0) return `${bytes / size}${unit}`
  }
  return `${bytes}B`
}
