import { Client } from 'pg'
import type { Fault } from '../fault.ts'
import type { Stage } from '../stage.ts'

/** What happens to pull requests cannot be written down: a fault inside, of which no dependency and no probe knows. */
const breakInserts = `
  create function drill_refuses() returns trigger language plpgsql as $$
  begin
    if new.event = 'pull_request' then raise exception 'the drill refuses this row'; end if;
    return new;
  end $$;
  create trigger drill_refuses before insert on deliveries for each row execute function drill_refuses();`
const mendInserts = 'drop trigger drill_refuses on deliveries; drop function drill_refuses();'

export const errorBurst: Fault = {
  name: 'error burst',
  alert: 'ErrorRateCritical',
  severity: 'P1',
  consequences: ['ErrorRateHigh', 'ErrorBudgetBurnFast', 'ErrorBudgetBurnSlow', 'ServiceDown'],
  inject: (stage) => run(stage, breakInserts),
  mend: (stage) => run(stage, mendInserts),
}

async function run({ databaseUrl }: Stage, sql: string): Promise<void> {
  const client = new Client(databaseUrl)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
