-- safe
-- Who may do what, and work that is held back because somebody switched it off for a time.

create table access_tokens (
  -- The public part of the token.
  id text primary key,
  name text not null,
  role text not null,
  -- JSON as text, see jobs.task.
  scopes text not null,
  hash bytea not null,
  -- After a rotation the old secret goes on for a while.
  previous_hash bytea,
  previous_until timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz,
  last_used_from text
);

create unique index access_tokens_name on access_tokens (name) where revoked_at is null;

create table access_sessions (
  hash bytea primary key,
  token text not null references access_tokens on delete cascade,
  opened_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);

create index access_sessions_by_end on access_sessions (expires_at);
create index access_sessions_by_token on access_sessions (token);

-- Which switch a parked job waits for; null of all others.
alter table jobs add column held_by text;

create index jobs_held on jobs (id) where held_by is not null;

create function forget_hold() returns trigger language plpgsql as $$
begin
  new.held_by := null;
  return new;
end $$;

-- Whoever takes it up again begins without: a try that fails later is no hold.
create trigger jobs_forget_hold before update of state on jobs
  for each row when (old.held_by is not null and new.state <> 'parked')
  execute function forget_hold();

-- Parks like `end_job`; a row that waited behind and takes over the work is held in its place.
create function hold_job(p_job bigint, p_token bigint, p_reason text, p_not_before timestamptz, p_held_by text)
returns table (new_state job_state, next_entry queue_entry) language plpgsql as $$
declare
  v_ended record;
begin
  select * into v_ended from end_job(p_job, p_token, 'park', p_reason, p_not_before, null);
  new_state := v_ended.new_state;
  next_entry := v_ended.next_entry;
  if new_state = 'parked' then
    update jobs set held_by = p_held_by
    where id = coalesce((next_entry).job, p_job) and state = 'parked' and not_before = p_not_before;
  end if;
  return next;
end $$;

-- What no switch of `p_held_by` holds any more waits again, some at a time.
create function release_held_jobs(p_held_by text[], p_limit integer) returns setof queue_entry
language plpgsql as $$
declare
  v_held record;
begin
  for v_held in
    select id, key from jobs where held_by is not null and held_by <> all (p_held_by) order by id limit p_limit
  loop
    perform pg_advisory_xact_lock(job_key_lock(v_held.key));
    update jobs set state = 'waiting', not_before = null, reason = null, waiting_since = now()
    where id = v_held.id and state = 'parked' and held_by is not null and held_by <> all (p_held_by);
    continue when not found;
    return query select * from entry_of(v_held.id);
  end loop;
end $$;
