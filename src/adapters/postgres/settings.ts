/** Small facts with a name, as JSON. */
import type { Settings } from '../../ports/store/settings.ts'
import type { Database, Statement } from './database.ts'

const replaceSetting: Statement = {
  name: 'replace_setting',
  text: 'update settings set value = $3 where name = $1 and value = $2 returning name',
}

const createSetting: Statement = {
  name: 'create_setting',
  text: `insert into settings as s (name, value) values ($1, $2)
    on conflict (name) do update set value = excluded.value where s.value = 'null' returning name`,
}

export function createSettings({ run, tables }: Pick<Database, 'run' | 'tables'>): Settings {
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
    async replace(name, before, value) {
      const text = JSON.stringify(value ?? null)
      const rows =
        before === null
          ? await run(createSetting, [name, text])
          : await run(replaceSetting, [name, JSON.stringify(before), text])
      return rows.length > 0
    },
  }
}
