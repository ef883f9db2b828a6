/** Small facts with a name, as JSON. */
import type { Settings } from '../../ports/store/settings.ts'
import type { Database } from './database.ts'

export function createSettings({ tables }: Pick<Database, 'tables'>): Settings {
  return {
    async read(name) {
      const row = await tables
        .selectFrom('settings')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirst()
      return row === undefined ? null : JSON.parse(row.value)
    },
    async write(name, value) {
      const text = JSON.stringify(value ?? null)
      await tables
        .insertInto('settings')
        .values({ name, value: text })
        .onConflict((there) => there.column('name').doUpdateSet({ value: text }))
        .execute()
    },
  }
}
