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
  payload text not null,
  received_at timestamptz not null,
  ignored_because text,
  -- No foreign key: its check would lock the job's row. A job is removed after its deliveries, or counts as done.
  job_id bigint,
  repeats integer not null default 0,
  unique (app, guid),
  check ((job_id is null) = (ignored_because is not null))
);

create index deliveries_by_job on deliveries (job_id) where job_id is not null;

-- Twice the rate of accepted webhooks, where the server can.
do $$ begin
  alter table deliveries alter column payload set compression lz4;
exception when feature_not_supported then null; -- built without it
end $$;

create function delivery_state(p_job_id bigint, p_job_state job_state) returns text language sql immutable
return case
  when p_job_id is null then 'ignored'
  when p_job_state in ('waiting', 'parked', 'active') then 'accepted'
  when p_job_state = 'dead' then 'failed'
  else 'done'
end;

-- Answers: stored, known, revived, conflict. No job: `p_key` is null.
create function accept_delivery(
  p_app text, p_guid text, p_event text, p_action text, p_installation bigint, p_repository_id bigint,
  p_repository text, p_pull_number bigint, p_body_hash bytea, p_payload text, p_received_at timestamptz,
  p_ignored_because text,
  p_key text, p_lane job_lane, p_job_installation bigint, p_kind text, p_task text, p_is_full boolean,
  p_not_before timestamptz, p_cancels_active text
) returns table (answer text, known_state text, entry queue_entry) language plpgsql as $$
declare
  v_there record;
  v_job bigint;
begin
  -- Whatever the server's default: it is on the disk before the host is answered.
  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'on', true);
  end if;
  -- The same delivery twice at once: the second waits, and then sees the first.
  perform pg_advisory_xact_lock(hashtextextended(p_app || '/' || p_guid, 1));
  select id, body_hash, job_id into v_there from deliveries where app = p_app and guid = p_guid;
  if not found then
    answer := 'stored';
    if p_key is not null then
      v_job := take_in_job(
        p_key, p_lane, p_app, p_job_installation, p_kind, p_task, p_is_full, p_not_before, p_cancels_active
      );
    end if;
    insert into deliveries (
      app, guid, event, action, installation, repository_id, repository, pull_number, body_hash, payload,
      received_at, ignored_because, job_id
    ) values (
      p_app, p_guid, p_event, p_action, p_installation, p_repository_id, p_repository, p_pull_number, p_body_hash,
      p_payload, p_received_at, p_ignored_because, v_job
    );
    if v_job is not null then
      select * into entry from entry_of(v_job);
    end if;
  elsif v_there.body_hash <> p_body_hash then
    answer := 'conflict';
  else
    update deliveries set repeats = repeats + 1 where id = v_there.id;
    if v_there.job_id is not null and p_key is not null then
      v_job := revive_job(v_there.job_id, p_lane);
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
