/**
 * The server's side of the turns, in SQL, in the schema that BullMQ keeps its own tables in. It reads and writes
 * BullMQ's table `job` in the way BullMQ 6.7 does; the contract suite fails when a new version does it otherwise.
 * A function whose meaning changes gets a new name, because processes of two versions may run at the same time.
 */
import { graceMs, lanesCount, settleMs, slotsPerLane } from '../turns.ts'

/** Idempotent; run by one process at a time. */
export const turnsSql = `
create table if not exists autogen_lane (
  queue text not null,
  lane integer not null,
  virtual_time integer not null,
  given_at_ms bigint not null,
  primary key (queue, lane)
);

create table if not exists autogen_turn (
  queue text not null,
  lane integer not null,
  installation text not null,
  tag integer not null,
  primary key (queue, lane, installation)
);

-- The priorities of new places in line, one for each of p_installations. The caller holds the lock on the turns.
create or replace function autogen_reserve_v1(p_queue text, p_lane integer, p_installations text[], p_now bigint)
returns integer[] language plpgsql set search_path from current as $$
declare
  v_first constant integer := p_lane * ${slotsPerLane} + 1;
  v_time integer := 0;
  v_given bigint := 0;
  v_head integer;
  v_priorities integer[];
begin
  select virtual_time, given_at_ms into v_time, v_given
    from autogen_lane where queue = p_queue and lane = p_lane;
  v_time := coalesce(v_time, 0);
  select priority - v_first into v_head
    from job
   where queue = p_queue and state = 'waiting' and priority >= v_first and priority < v_first + ${slotsPerLane}
   order by priority limit 1;
  if v_head is not null then
    v_time := greatest(v_time, v_head);
    delete from autogen_turn where queue = p_queue and lane = p_lane and tag < v_time;
  elsif p_now - coalesce(v_given, 0) > ${settleMs} then
    select greatest(v_time, coalesce(max(tag), 0)) into v_time
      from autogen_turn where queue = p_queue and lane = p_lane;
    delete from autogen_turn where queue = p_queue and lane = p_lane;
    if v_time >= ${slotsPerLane / 2} then v_time := 0; end if;
  end if;
  insert into autogen_lane values (p_queue, p_lane, v_time, p_now)
    on conflict (queue, lane) do update set virtual_time = excluded.virtual_time, given_at_ms = excluded.given_at_ms;
  with asked as (
    select ord, installation, row_number() over (partition by installation order by ord) as nth
      from unnest(p_installations) with ordinality as u(installation, ord)
  ), tagged as (
    select asked.ord, asked.installation,
           least(greatest(v_time, coalesce(turn.tag + 1, v_time)) + asked.nth - 1, ${slotsPerLane - 1})::integer as tag
      from asked
      left join autogen_turn turn
        on turn.queue = p_queue and turn.lane = p_lane and turn.installation = asked.installation
  ), kept as (
    insert into autogen_turn
      select p_queue, p_lane, installation, max(tag) from tagged group by installation
      on conflict (queue, lane, installation) do update set tag = excluded.tag
  )
  select array_agg(v_first + tag order by ord) into v_priorities from tagged;
  return v_priorities;
end $$;

-- One priority for each id: 0 where the job has an entry, which is moved up if it gains by it.
create or replace function autogen_plan_v1(
  p_queue text, p_ids text[], p_lanes integer[], p_installations text[], p_dues bigint[], p_now bigint
) returns integer[] language plpgsql set search_path from current as $$
declare
  v_answer integer[] := array_fill(0, array[cardinality(p_ids)]);
  v_places bigint[];
  v_installations text[];
  v_priorities integer[];
  v_moved boolean := false;
  v_lane integer;
  r record;
begin
  perform pg_advisory_xact_lock(hashtext('autogen:turns:' || p_queue));
  for v_lane in 0..${lanesCount - 1} loop
    select array_agg(ord order by ord), array_agg(installation order by ord) into v_places, v_installations
      from unnest(p_ids, p_lanes, p_installations, p_dues) with ordinality as u(id, lane, installation, due, ord)
     where lane = v_lane and due is null
       and not exists (select from job where job.queue = p_queue and job.id = u.id);
    if v_places is not null then
      v_priorities := autogen_reserve_v1(p_queue, v_lane, v_installations, p_now);
      for at in 1..cardinality(v_places) loop
        v_answer[v_places[at]] := v_priorities[at];
      end loop;
    end if;
  end loop;

  for r in
    select u.ord, u.id, u.installation, u.due, u.lane as wanted, job.state,
           (job.priority - 1) / ${slotsPerLane} as lane
      from unnest(p_ids, p_lanes, p_installations, p_dues) with ordinality as u(id, lane, installation, due, ord)
      left join job on job.queue = p_queue and job.id = u.id
     where job.id is null and u.due is not null
        or job.state = 'waiting' and u.lane < (job.priority - 1) / ${slotsPerLane}
        or job.state = 'delayed'
     order by u.ord
  loop
    if r.state is null then
      v_answer[r.ord] := r.wanted * ${slotsPerLane} + 1;
    elsif r.state = 'delayed' and r.due is not null then
      update job
         set priority = least(r.lane, r.wanted) * ${slotsPerLane} + 1,
             process_at_ms = least(process_at_ms, r.due + ${graceMs})
       where queue = p_queue and id = r.id and state = 'delayed';
    else
      v_priorities := autogen_reserve_v1(p_queue, least(r.lane, r.wanted), array[r.installation], p_now);
      update job
         set priority = v_priorities[1], seq = nextval('job_seq'), state = 'waiting', delay_ms = 0,
             process_at_ms = null, added_at_ms = case when r.state = 'delayed' then p_now else added_at_ms end
       where queue = p_queue and id = r.id and state = r.state;
      v_moved := true;
    end if;
  end loop;
  if v_moved then perform pg_notify('bullmq_jobs', p_queue); end if;
  return v_answer;
end $$;

create or replace function autogen_wake_v1(p_queue text, p_now bigint, p_max integer)
returns table (woken integer, next_due bigint) language plpgsql set search_path from current as $$
declare
  v_ids text[];
  v_installations text[];
  v_priorities integer[];
  v_lane integer;
begin
  woken := 0;
  if exists (
    select from job where queue = p_queue and state = 'delayed' and process_at_ms <= p_now + ${graceMs}
  ) then
    perform pg_advisory_xact_lock(hashtext('autogen:turns:' || p_queue));
    for v_lane in 0..${lanesCount - 1} loop
      select array_agg(id order by process_at_ms, seq), array_agg(installation order by process_at_ms, seq)
        into v_ids, v_installations
        from (
          select id, coalesce(data->>'installation', '') as installation, process_at_ms, seq
            from job
           where queue = p_queue and state = 'delayed' and process_at_ms <= p_now + ${graceMs}
             and (greatest(priority, 1) - 1) / ${slotsPerLane} = v_lane
           order by process_at_ms, seq
           limit p_max
             for update skip locked
        ) due;
      if v_ids is not null then
        v_priorities := autogen_reserve_v1(p_queue, v_lane, v_installations, p_now);
        update job
           set priority = line.priority, seq = nextval('job_seq'), state = 'waiting', delay_ms = 0,
               process_at_ms = null, added_at_ms = p_now
          from unnest(v_ids, v_priorities) as line(id, priority)
         where job.queue = p_queue and job.id = line.id and job.state = 'delayed';
        woken := woken + cardinality(v_ids);
      end if;
    end loop;
    if woken > 0 then perform pg_notify('bullmq_jobs', p_queue); end if;
  end if;
  select min(process_at_ms) - ${graceMs} into next_due from job where queue = p_queue and state = 'delayed';
  return next;
end $$;
`

export const planSql = 'select autogen_plan_v1($1, $2, $3, $4, $5, $6) as priorities'

export const wakeSql = 'select woken, next_due from autogen_wake_v1($1, $2, $3)'

export const knownSql = 'select id from job where queue = $1 and id = any($2::text[])'

export const countsSql = `
select lane,
       count(*) filter (where state = 'waiting')::integer as waiting,
       count(*) filter (where state = 'delayed')::integer as parked,
       count(*) filter (where state = 'active')::integer as active,
       min(added_at_ms) filter (where state = 'waiting') as oldest,
       exists (select from meta where queue = $1 and field = 'paused' and value = '1') as is_paused
  from (select (greatest(priority, 1) - 1) / ${slotsPerLane} as lane, state, added_at_ms from job where queue = $1) entry
 group by rollup (lane)`
