import { test, vi } from 'vitest'
import { writeFileSync } from 'node:fs'
import { runCommandProcess } from '../world/command-process.ts'
import { createHostedWorld } from '../world/hosted-world.ts'
import { openRiskyPull, openShop, shop } from '../world/shop.ts'
import { startRedis } from '../world/redis.ts'
import { eventually } from '../world/eventually.ts'
vi.setConfig({ testTimeout: 400_000 })
test('x', async () => {
  const redis = await startRedis()
  const world = await createHostedWorld({ redisUrl: redis.url })
  await openShop(world)
  const t0 = Date.now()
  const bot = await world.serve({ env: { AUTOGEN_LOG_FILE: '/tmp/rb/log', AUTOGEN_HEAP_LINK: '/tmp/rb/heapdump.hprof' } })
  console.log('bot', Date.now() - t0)
  const n = await openRiskyPull(world)
  await world.reviewed(shop, n)
  let out = ''
  for (const w of ['doctor -f json','queue status -f json','queue show 1 -f json','github rate-limit -f json','github deliveries --missing -f json','circuit list -f json','feedback -f json','memory -f json','maintenance list -f json','maintenance report -f json','notify list -f json','notify test -f json','notify dead -f json','alerts -f json','alerts','mitigate list -f json','mitigate pause -f json','mitigate resume -f json','backup list -f json','service show -f json','access list -f json','memory snapshot -f json','memory snapshot','runbook list -f json', 'kpi -f json', 'incident list -f json', 'audit verify -f json','mitigate scale 3','mitigate rollback','mitigate concurrency 3','mitigate concurrency configured','mitigate log-level debug --for 1m','mitigate log-level configured','mitigate shed sweep','mitigate unshed sweep','mitigate list','mitigate pause-repository octo/shop -f json','mitigate resume-repository octo/shop','mitigate reset repository:main/1','maintenance list','doctor','memory', 'queue retry --all']) {
    const t = Date.now()
    const r = await runCommandProcess(w.split(' '), { ...world.env, AUTOGEN_HEAP_LINK: '/tmp/rb/heapdump.hprof' })
    out += `##### ${w} -> ${r.exitCode} in ${Date.now() - t} ms\n${r.stdout.slice(0, 2500)}\n${r.stderr.slice(0, 500)}\n`
    writeFileSync('/tmp/rb/out.txt', out)
  }
  await redis.stop()
})
