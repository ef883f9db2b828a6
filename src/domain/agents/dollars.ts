/** Sums of money as people read them, the same everywhere. */

/** `$1,234.50`, `$0.12`; of less than ten cents, which many a review costs, two digits that tell it from others: `$0.0042`. */
export function dollars(microDollars: number): string {
  const amount = microDollars / 1_000_000
  if (amount === 0 || Math.abs(amount) >= 0.0995) return `$${grouped(amount.toFixed(2))}`
  return `$${Number(amount.toPrecision(2)).toFixed(12).replace(/0+$/, '')}`
}

function grouped(amount: string): string {
  return amount.replace(/\B(?=(?:\d{3})+\.)/g, ',')
}
