-- safe
-- Webhooks as they came. Whether a delivery is done is read from its job, so that the end of a job writes no delivery.

create table deliveries (
  id bigint generated always as identity primary key,
  app text not null,
  guid text not null,
  event text not null,
  action text,
  installation bigint,
  repository_id bigint,
  repository text,
  pull_number bigint,
  body_hash bytea not null,
  -- The body, compressed with zstd by whoever took it in: that costs less there than here, and an eighth of the disk.
  payload_zstd bytea not null,
  received_at timestamptz not null,
  ignored_because text,
  -- No foreign key: its check would lock the job's row. A job is removed after its deliveries, or counts as done.
  job_id bigint,
  repeats integer not null default 0,
  unique (app, guid),
  check ((job_id is null) = (ignored_because is not null))
);

create index deliveries_by_job on deliveries (job_id) where job_id is not null;

-- It does not get smaller.
alter table deliveries alter column payload_zstd set storage external;

create function delivery_state(p_job_id bigint, p_job_state job_state) returns text language sql immutable
return case
  when p_job_id is null then 'ignored'
  when p_job_state in ('waiting', 'parked', 'active') then 'accepted'
  when p_job_state = 'dead' then 'failed'
  else 'done'
end;

-- A delivery with its job, as `accept_deliveries` is given it. No job: `key` is null.
create type new_delivery as (
  place integer, app text, guid text, event text, action text, installation bigint, repository_id bigint,
  repository text, pull_number bigint, body_hash text, payload text, received_at timestamptz, ignored_because text,
  key text, lane job_lane, job_installation bigint, kind text, task text, is_full boolean, not_before timestamptz,
  cancels_active text
);

-- One whose GUID may be known. Answers: stored, known, revived, conflict.
create function accept_delivery(d new_delivery) returns table (answer text, known_state text, entry queue_entry)
language plpgsql as $$
declare
  v_there record;
  v_job bigint;
begin
  -- The same delivery twice at once: the second waits, and then sees the first.
  perform pg_advisory_xact_lock(hashtextextended(d.app || '/' || d.guid, 1));
  select id, body_hash, job_id into v_there from deliveries where app = d.app and guid = d.guid;
  if not found then
    answer := 'stored';
    if d.key is not null then
      v_job := take_in_job(
        d.key, d.lane, d.app, d.job_installation, d.kind, d.task, d.is_full, d.not_before, d.cancels_active
      );
    end if;
    perform insert_deliveries(array[d], array[v_job]);
    if v_job is not null then
      select * into entry from entry_of(v_job);
    end if;
  elsif v_there.body_hash <> decode(d.body_hash, 'hex') then
    answer := 'conflict';
  else
    update deliveries set repeats = repeats + 1 where id = v_there.id;
    if v_there.job_id is not null and d.key is not null then
      v_job := revive_job(v_there.job_id, d.lane);
    end if;
    if v_job is not null then
      answer := 'revived';
      select * into entry from entry_of(v_job);
    else
      answer := 'known';
      known_state := delivery_state(
        v_there.job_id, (select state from jobs where id = v_there.job_id)
      );
    end if;
  end if;
  return next;
end $$;

-- Gives the places of those that were not there yet.
create function insert_deliveries(p_deliveries new_delivery[], p_jobs bigint[]) returns setof integer
language plpgsql as $$
begin
  return query
    with wanted as (
      select d.*, job.id as job_id
      from unnest(p_deliveries) with ordinality d
      join unnest(p_jobs) with ordinality job (id, ordinality) using (ordinality)
    ), inserted as (
      insert into deliveries (
        app, guid, event, action, installation, repository_id, repository, pull_number, body_hash, payload_zstd,
        received_at, ignored_because, job_id
      )
      select
        app, guid, event, action, installation, repository_id, repository, pull_number, decode(body_hash, 'hex'),
        decode(payload, 'base64'), received_at, ignored_because, wanted.job_id
      from wanted
      -- Always in the same order, so that two who bring the same ones wait for each other one way only.
      order by app, guid
      on conflict (app, guid) do nothing
      returning deliveries.app, deliveries.guid
    )
    select min(wanted.place) from wanted join inserted using (app, guid) group by app, guid;
end $$;

-- Many at once in one transaction: what is new, which is nearly everything, is written as sets; the rest one by one.
-- `entry` is null when there is nothing to queue: no job, one that waits behind an active one, or one that took this
-- delivery in as it was and has its entry already.
create function accept_deliveries(p_batch json)
returns table (place integer, answer text, known_state text, entry queue_entry) language plpgsql as $$
declare
  v_all new_delivery[];
  v_new new_delivery[];
  v_jobs bigint[];
  v_fresh bigint[];
  v_stored integer[];
  v_one new_delivery;
begin
  -- Whatever the server's default: it is on the disk before the host is answered.
  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'on', true);
  end if;
  v_all := array(select d from json_populate_recordset(null::new_delivery, p_batch) d order by (d).place);
  v_new := array(
    select d from unnest(v_all) d
    where not exists (select from deliveries t where t.app = (d).app and t.guid = (d).guid)
  );
  perform pg_advisory_xact_lock_shared(job_key_lock(k.key))
  from (select distinct d.key from unnest(v_new) d where d.key is not null order by 1) k;
  v_fresh := array(select add_missing_jobs(v_new));
  -- Rows that wait already and have to change for one of these.
  for v_one in
    select d.* from unnest(v_new) d
    join jobs j on j.key = d.key and j.state in ('waiting', 'parked')
    where j.state = 'parked' or j.lane > d.lane or j.task <> d.task or j.installation <> d.job_installation
      or (d.is_full and not j.is_full)
    order by d.key, d.place
  loop
    v_fresh := v_fresh || take_in_job(
      v_one.key, v_one.lane, v_one.app, v_one.job_installation, v_one.kind, v_one.task, v_one.is_full,
      v_one.not_before, v_one.cancels_active
    );
  end loop;
  update jobs set cancel_requested = d.cancels_active
  from unnest(v_new) d
  where jobs.key = d.key and jobs.state = 'active' and d.cancels_active is not null
    and jobs.cancel_requested is distinct from d.cancels_active;
  v_jobs := array(
    select j.id from unnest(v_new) with ordinality d
    left join jobs j on j.key = d.key and j.state in ('waiting', 'parked')
    order by d.ordinality
  );
  v_stored := array(select insert_deliveries(v_new, v_jobs));
  return query
    select d.place, 'stored'::text, null::text, e
    from unnest(v_new) with ordinality d
    left join lateral entry_of(v_jobs[d.ordinality]) e on v_jobs[d.ordinality] = any (v_fresh)
    where d.place = any (v_stored);
  return query
    select d.place, one.answer, one.known_state, one.entry
    from unnest(v_all) d, lateral accept_delivery(d) one
    where d.place <> all (v_stored);
end $$;

-- Gives the rows that were added. The keys' locks are held.
create function add_missing_jobs(p_deliveries new_delivery[]) returns setof bigint language sql as $$
  insert into jobs (key, state, lane, app, installation, kind, task, is_full, not_before)
  select distinct on (d.key)
    d.key,
    case when d.not_before > now() then 'parked'::job_state else 'waiting'::job_state end,
    d.lane, d.app, d.job_installation, d.kind, d.task, d.is_full,
    case when d.not_before > now() then d.not_before end
  from unnest(p_deliveries) d
  where d.key is not null
    and not exists (select from jobs j where j.key = d.key and j.state in ('waiting', 'parked'))
  order by d.key, d.place
  on conflict (key) where state in ('waiting', 'parked') do nothing
  returning id
$$;
