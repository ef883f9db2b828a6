/** JSON whose numbers may be larger than JavaScript's: the ids of deliveries are, and a reader has to cope. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }

export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint' ? rawJSON(String(inner)) : inner,
  )
}
