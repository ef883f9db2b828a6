/**
 * JSON whose integers keep all their digits: one that JavaScript's numbers cannot hold (ids of deliveries are 64-bit)
 * becomes its text.
 */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown
const parse = JSON.parse as (text: string, reviver?: Reviver) => unknown

/** @throws SyntaxError */
export function parseJson(text: string): unknown {
  // A reviver makes parsing several times slower, and few answers need one.
  return /\d{16}/.test(text) ? parse(text, keepDigits) : parse(text)
}

const keepDigits: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/.test(source)
    ? source
    : value
