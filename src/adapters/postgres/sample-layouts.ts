/** Which series the values of rows belong to. Each set is written once and read once; they change seldom. */
import { createHash } from 'node:crypto'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { SampleLayout } from '../../ports/store/samples.ts'
import type { Database } from './database.ts'

export interface SampleLayouts {
  idOf(layout: SampleLayout): Promise<string>
  /** Of rows that were read: all at once. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, SampleLayout>>
}

const keptMax = 500
const bytesMax = 16_000_000

export function createSampleLayouts({ tables }: Pick<Database, 'tables'>): SampleLayouts {
  const ids = new WeakMap<SampleLayout, string>()
  const layouts = new Map<string, SampleLayout>()

  function keep(id: string, layout: SampleLayout): void {
    ids.set(layout, id)
    layouts.set(id, layout)
    const [oldest] = layouts.keys()
    if (layouts.size > keptMax && oldest !== undefined) layouts.delete(oldest)
  }

  return {
    async idOf(layout) {
      const known = ids.get(layout)
      if (known !== undefined) return known
      const text = JSON.stringify(layout)
      const digest = createHash('sha256').update(text).digest()
      await tables
        .insertInto('sample_layouts')
        .values({ digest, series_zstd: zstdCompressSync(text) })
        .onConflict((there) => there.column('digest').doNothing())
        .execute()
      const { id } = await tables
        .selectFrom('sample_layouts')
        .select('id')
        .where('digest', '=', digest)
        .executeTakeFirstOrThrow()
      ids.set(layout, id)
      return id
    },
    async read(wanted) {
      const unknown = [...new Set(wanted)].filter((id) => !layouts.has(id))
      if (unknown.length > 0) {
        const rows = await tables
          .selectFrom('sample_layouts')
          .select(['id', 'series_zstd'])
          .where('id', 'in', unknown)
          .execute()
        for (const { id, series_zstd } of rows) {
          const text = zstdDecompressSync(series_zstd, { maxOutputLength: bytesMax }).toString()
          keep(id, JSON.parse(text) as SampleLayout)
        }
      }
      return layouts
    },
  }
}
