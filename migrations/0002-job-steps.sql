-- safe
-- The steps of a job's life, each one call and one transaction. Steps on one key take turns by an advisory lock that ends
-- with the transaction: whoever adds a job shares it, whoever claims or ends one has it alone. So the end of a job sees
-- every follower that was added before it, and an addition sees whether there is still something to wait behind.

create function job_key_lock(p_key text) returns bigint language sql immutable
return hashtextextended(p_key, 2);

-- No row when it is not to be queued: over, active, or behind an active row of its key.
create function entry_of(p_job bigint) returns setof queue_entry language sql stable as $$
  select j.id, j.lane, j.app, j.installation, j.not_before
  from jobs j
  where j.id = p_job and j.state in ('waiting', 'parked')
    and not exists (select from jobs a where a.key = j.key and a.state = 'active')
$$;

-- The row that waits under the key takes the new job in, or there is a new row. A row that would not change is not
-- written, so that fifty pushes at once do not stand in line for its lock.
-- Parked by a worker (it has a reason): its time is kept, but a command does not wait. Delayed by whoever asked for it
-- (no reason): the earlier of both times.
create function take_in_job(
  p_key text, p_lane job_lane, p_app text, p_installation bigint, p_kind text, p_task text, p_is_full boolean,
  p_not_before timestamptz, p_cancels_active text
) returns bigint language plpgsql as $$
declare
  v_job bigint;
  v_changes boolean;
  v_not_before timestamptz := case when p_not_before > now() then p_not_before end;
begin
  perform pg_advisory_xact_lock_shared(job_key_lock(p_key));
  loop
    select
      id,
      state = 'parked' or lane > p_lane or task <> p_task or installation <> p_installation
        or (p_is_full and not is_full)
    into v_job, v_changes
    from jobs where key = p_key and state in ('waiting', 'parked');
    if found then
      exit when not v_changes;
      update jobs set
        lane = least(lane, p_lane), app = p_app, installation = p_installation, kind = p_kind, task = p_task,
        is_full = is_full or p_is_full
      where id = v_job and state in ('waiting', 'parked')
        and (lane > p_lane or task <> p_task or installation <> p_installation or (p_is_full and not is_full));
      update jobs set
        state = case when p_lane = 'command' or v_not_before is null then 'waiting'::job_state else 'parked' end,
        not_before = case when p_lane = 'command' then null else v_not_before end,
        waiting_since = now(),
        reason = null
      where id = v_job and state = 'parked'
        and (p_lane = 'command' or (reason is null and (v_not_before is null or v_not_before < not_before)));
      exit when exists (select from jobs where id = v_job and state in ('waiting', 'parked'));
    else
      insert into jobs (key, state, lane, app, installation, kind, task, is_full, not_before)
      values (
        p_key, case when v_not_before is null then 'waiting'::job_state else 'parked' end, p_lane, p_app,
        p_installation, p_kind, p_task, p_is_full, v_not_before
      )
      on conflict (key) where state in ('waiting', 'parked') do nothing
      returning id into v_job;
      exit when found;
    end if;
  end loop;
  if p_cancels_active is not null then
    update jobs set cancel_requested = p_cancels_active
    where key = p_key and state = 'active' and cancel_requested is distinct from p_cancels_active;
  end if;
  return v_job;
end $$;

create function add_job(
  p_key text, p_lane job_lane, p_app text, p_installation bigint, p_kind text, p_task text, p_is_full boolean,
  p_not_before timestamptz, p_cancels_active text
) returns table (job_id bigint, entry queue_entry) language plpgsql as $$
begin
  job_id := take_in_job(
    p_key, p_lane, p_app, p_installation, p_kind, p_task, p_is_full, p_not_before, p_cancels_active
  );
  select * into entry from entry_of(job_id);
  return next;
end $$;

-- Answers: claimed, over, parked, held, behind-another.
create function claim_job(p_job bigint, p_worker text, p_lease interval)
returns table (answer text, until_time timestamptz, claimed jobs) language plpgsql as $$
declare
  v_key text;
  v_job jobs;
begin
  select key into v_key from jobs where id = p_job;
  if not found then
    answer := 'over';
    return next;
    return;
  end if;
  perform pg_advisory_xact_lock(job_key_lock(v_key));
  select * into v_job from jobs where id = p_job for update;
  if v_job.state = 'active' and v_job.lease_until > clock_timestamp() then
    answer := 'held';
    until_time := v_job.lease_until;
  elsif v_job.state = 'active' then
    answer := 'claimed';
  elsif v_job.state not in ('waiting', 'parked') then
    answer := 'over';
  elsif exists (select from jobs where key = v_key and state = 'active') then
    answer := 'behind-another';
  elsif v_job.not_before > clock_timestamp() then
    answer := 'parked';
    until_time := v_job.not_before;
  else
    answer := 'claimed';
  end if;
  if answer = 'claimed' then
    update jobs set
      state = 'active', not_before = null, attempts = attempts + 1, started_at = now(), reason = null,
      worker = p_worker, lease_token = lease_token + 1, lease_until = clock_timestamp() + p_lease,
      cancel_requested = null
    where id = p_job
    returning * into claimed;
  end if;
  return next;
end $$;

-- From active back to the queue; the key's lock is held. When a row waits behind it, that one goes on with the work of
-- both: it gets the more urgent lane, the tries so far and the deliveries, and this one is over.
create function requeue_job(
  p_job bigint, p_not_before timestamptz, p_reason text, p_attempts integer, p_parks_follower boolean
) returns bigint language plpgsql as $$
declare
  v_follower bigint;
  v_not_before timestamptz := case when p_not_before > now() then p_not_before end;
begin
  select f.id into v_follower
  from jobs f join jobs j on j.key = f.key and j.id = p_job
  where f.state in ('waiting', 'parked');
  if v_follower is null then
    update jobs set
      state = case when v_not_before is null then 'waiting'::job_state else 'parked' end,
      not_before = v_not_before, reason = p_reason, attempts = p_attempts, waiting_since = now(),
      worker = null, lease_until = null, cancel_requested = null
    where id = p_job;
    return p_job;
  end if;
  perform hand_over_job(p_job, v_follower, p_attempts);
  if p_parks_follower and v_not_before is not null then
    update jobs set state = 'parked', not_before = v_not_before, reason = p_reason
    where id = v_follower and lane <> 'command' and (not_before is null or not_before < v_not_before);
  end if;
  return v_follower;
end $$;

create function hand_over_job(p_from bigint, p_to bigint, p_attempts integer) returns void language plpgsql as $$
begin
  update jobs t set
    lane = least(t.lane, f.lane), is_full = t.is_full or f.is_full, attempts = greatest(t.attempts, p_attempts)
  from jobs f
  where t.id = p_to and f.id = p_from;
  update deliveries set job_id = p_to where job_id = p_from;
  update jobs set
    state = 'cancelled', finished_at = now(), reason = format('Job %s does its work.', p_to), not_before = null,
    worker = null, lease_until = null, cancel_requested = null
  where id = p_from;
end $$;

-- `p_how`: done, cancelled, park, hand-back, fail. `new_state` is null when the lease was lost; `next_entry` is what
-- waited behind it and is now to be queued.
create function end_job(
  p_job bigint, p_token bigint, p_how text, p_reason text, p_not_before timestamptz, p_attempts_max integer
) returns table (new_state job_state, next_entry queue_entry) language plpgsql as $$
declare
  v_key text;
  v_job jobs;
  v_pending bigint;
begin
  select key into v_key from jobs where id = p_job;
  perform pg_advisory_xact_lock(job_key_lock(v_key));
  select * into v_job from jobs where id = p_job and state = 'active' and lease_token = p_token for update;
  if not found then
    return next;
    return;
  end if;
  new_state := case
    when p_how = 'done' then 'done'
    when p_how = 'cancelled' then 'cancelled'
    when p_how = 'fail' and v_job.attempts >= p_attempts_max then 'dead'
    when p_how = 'hand-back' then 'waiting'
    else 'parked'
  end;
  if new_state in ('done', 'cancelled', 'dead') then
    update jobs set state = new_state, finished_at = now(), reason = p_reason, worker = null, lease_until = null
    where id = p_job;
    select id into v_pending from jobs where key = v_key and state in ('waiting', 'parked');
    -- What was asked for in full and was stopped half way is done in full by what comes after it.
    if p_how = 'cancelled' and v_job.is_full then
      update jobs set is_full = true where id = v_pending and not is_full;
    end if;
  else
    v_pending := requeue_job(
      p_job, p_not_before, p_reason,
      case when p_how = 'fail' then v_job.attempts else greatest(0, v_job.attempts - 1) end,
      p_how = 'park'
    );
  end if;
  if v_pending <> p_job then
    select * into next_entry from entry_of(v_pending);
  end if;
  return next;
end $$;

-- The tries count: a job that kills its worker has to come to an end.
create function recover_expired_jobs() returns setof queue_entry language plpgsql as $$
declare
  v_candidate record;
  v_attempts integer;
  v_pending bigint;
begin
  for v_candidate in
    select id, key from jobs where state = 'active' and lease_until < clock_timestamp() order by id
  loop
    perform pg_advisory_xact_lock(job_key_lock(v_candidate.key));
    select attempts into v_attempts from jobs
    where id = v_candidate.id and state = 'active' and lease_until < clock_timestamp() for update;
    continue when not found;
    -- By itself: what a statement changes it does not see.
    v_pending := requeue_job(v_candidate.id, null, null, v_attempts, false);
    return query select * from entry_of(v_pending);
  end loop;
end $$;

-- A dead job waits again, with its tries forgotten; when its key has a row that waits, that one does its work.
create function revive_job(p_job bigint, p_lane job_lane) returns bigint language plpgsql as $$
declare
  v_key text;
  v_pending bigint;
begin
  select key into v_key from jobs where id = p_job and state = 'dead';
  if not found then
    return null;
  end if;
  perform pg_advisory_xact_lock(job_key_lock(v_key));
  perform from jobs where id = p_job and state = 'dead' for update;
  if not found then
    return null;
  end if;
  select id into v_pending from jobs where key = v_key and state in ('waiting', 'parked');
  if v_pending is null then
    update jobs set
      state = 'waiting', lane = least(lane, p_lane), attempts = 0, finished_at = null, reason = null,
      waiting_since = now()
    where id = p_job;
    return p_job;
  end if;
  perform hand_over_job(p_job, v_pending, 0);
  return v_pending;
end $$;

create function revive_jobs(p_jobs bigint[]) returns setof queue_entry language plpgsql as $$
declare
  v_job bigint;
  v_pending bigint;
begin
  for v_job in select id from jobs where state = 'dead' and (p_jobs is null or id = any (p_jobs)) order by id loop
    v_pending := revive_job(v_job, null);
    return query select * from entry_of(v_pending);
  end loop;
end $$;
