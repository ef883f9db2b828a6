/**
 * Checks a value from outside against a shape. The library asks for the length of a text or list before it knows that it
 * has one, and compares it: of `{"length":{"toString":0}}` JavaScript can make no number, and throws.
 */

/** @returns null for what cannot even be compared: it has not the shape either */
export function checkShape<Checked>(
  shape: { safeParse(value: unknown): Checked },
  value: unknown,
): Checked | null {
  try {
    return shape.safeParse(value)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
