/** The store's stories, over a real server. */
import { createDatabase } from '../../../test/world/postgres.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { Store } from '../../ports/store/store.ts'
import { describeStoreContract } from '../../ports/store/store-contract.ts'
import { openStore } from './open-store.ts'

describeStoreContract('PostgreSQL', async () => {
  const database = await createDatabase()
  const stores: Store[] = []

  async function another(): Promise<Store> {
    const store = await openStore({
      connection: database.config,
      log: silentLog,
      poolMax: 10,
      leadershipLeaseMs: 1_500,
    })
    stores.push(store)
    return store
  }

  return {
    store: await another(),
    another,
    async close() {
      await Promise.all(stores.map((store) => store.close()))
      await database.drop()
    },
  }
})
