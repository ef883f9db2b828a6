-- safe
-- The journal, one chain of hashes for everything that people and the service did; incidents, with their alerts, clocks
-- and calls; the lines of the log that say what went wrong. Times are the caller's, because a drill runs the watch on a
-- faster clock.

create table journal (
  sequence bigint primary key,
  previous_hash text not null unique,
  hash text not null,
  happened_at timestamptz not null,
  actor text not null,
  actor_role text not null,
  actor_via text not null,
  action text not null,
  subject text not null,
  incident bigint,
  -- JSON as text, see jobs.task.
  detail text not null
);

create index journal_by_incident on journal (incident, sequence) where incident is not null;

-- The chain shows what was changed; this keeps a program of ours from doing it by mistake.
create function refuse_journal_change() returns trigger language plpgsql as $$
begin
  raise exception 'the journal only grows: % is refused', tg_op using errcode = 'restrict_violation';
end $$;

create trigger journal_keeps_rows before update or delete on journal
  for each row execute function refuse_journal_change();
create trigger journal_keeps_all before truncate on journal
  for each statement execute function refuse_journal_change();

-- Who appends takes turns until the end of its transaction. The hashes are the caller's; they hold when the chain ends
-- where the caller thought, else it is told where it ends.
create function append_journal(p_after bigint, p_after_hash text, p_entries jsonb)
returns table (appended boolean, head bigint, head_hash text) language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('journal', 7));
  select j.sequence, j.hash into head, head_hash from journal j order by j.sequence desc limit 1;
  head := coalesce(head, 0);
  head_hash := coalesce(head_hash, repeat('0', 64));
  appended := head = p_after and head_hash = p_after_hash;
  if appended then
    insert into journal (
      sequence, previous_hash, hash, happened_at, actor, actor_role, actor_via, action, subject, incident, detail
    )
    select
      e.sequence, e.previous_hash, e.hash, e.happened_at, e.actor, e.actor_role, e.actor_via, e.action, e.subject,
      e.incident, e.detail
    from jsonb_populate_recordset(null::journal, p_entries) e
    order by e.sequence;
  end if;
  return next;
end $$;

create table incidents (
  id bigint primary key,
  version bigint not null,
  state text not null check (
    state in ('OPEN', 'ACKED', 'INVESTIGATING', 'MITIGATING', 'MONITORING', 'RESOLVED', 'REVIEWED')
  ),
  severity text not null check (severity in ('P1', 'P2', 'P3')),
  title text not null,
  onset_at timestamptz not null,
  opened_at timestamptz not null,
  acked_at timestamptz,
  mitigated_at timestamptz,
  resolved_at timestamptz,
  reviewed_at timestamptz,
  -- The rest, which nobody searches by: JSON as text.
  facts text not null,
  check ((state in ('RESOLVED', 'REVIEWED')) = (resolved_at is not null))
);

create index incidents_open on incidents (id) where resolved_at is null;
create index incidents_by_end on incidents (resolved_at) where resolved_at is not null;
create index incidents_by_onset on incidents (onset_at);

create table incident_alerts (
  incident bigint not null references incidents,
  alert_key text not null,
  -- False once the incident is over.
  is_current boolean not null,
  alert text not null,
  -- JSON as text.
  instance text not null,
  active_at timestamptz not null,
  resolved_at timestamptz,
  firings integer not null,
  diagnosed_at timestamptz,
  primary key (incident, alert_key)
);

create unique index incident_alerts_current on incident_alerts (alert_key) where is_current;

create table incident_clocks (
  incident bigint not null references incidents,
  name text not null,
  due_at timestamptz not null,
  met_at timestamptz,
  breached_at timestamptz,
  primary key (incident, name)
);

create table incident_calls (
  incident bigint not null references incidents,
  level integer not null,
  is_at_once boolean not null,
  next_at timestamptz,
  times integer not null,
  last_at timestamptz,
  primary key (incident, level)
);

-- Written with what they tell of; gone once they are with whoever sends them.
create table incident_messages (
  id bigint generated always as identity primary key,
  incident bigint not null references incidents,
  message text not null
);

create table incident_evidence (
  id bigint generated always as identity primary key,
  incident bigint not null references incidents,
  collected_at timestamptz not null,
  digest text not null,
  probes text not null
);

create index incident_evidence_of on incident_evidence (incident, id);

-- One change: the incident, what belongs to it, its entries in the journal, its messages. Everybody who changes one
-- takes turns by the journal's lock, so what is compared here stays as it is until the end.
-- Answers: saved, changed-meanwhile, head-moved.
create function save_incident(
  p_incident jsonb, p_alerts jsonb, p_clocks jsonb, p_calls jsonb, p_messages jsonb,
  p_after bigint, p_after_hash text, p_entries jsonb
) returns table (answer text, head bigint, head_hash text) language plpgsql as $$
declare
  v_new incidents := jsonb_populate_record(null::incidents, p_incident);
  v_is_over boolean := v_new.resolved_at is not null;
  v_appended boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended('journal', 7));
  if (v_new.version = 1 and v_new.id <> (select coalesce(max(i.id), 0) + 1 from incidents i))
    or (v_new.version > 1
      and not exists (select from incidents i where i.id = v_new.id and i.version = v_new.version - 1))
    or (not v_is_over and exists (
      select from jsonb_populate_recordset(null::incident_alerts, p_alerts) a
      join incident_alerts other on other.alert_key = a.alert_key and other.is_current
      where other.incident <> v_new.id
    ))
  then
    answer := 'changed-meanwhile';
    return next;
    return;
  end if;
  select a.appended, a.head, a.head_hash into v_appended, head, head_hash
  from append_journal(p_after, p_after_hash, p_entries) a;
  if not v_appended then
    answer := 'head-moved';
    return next;
    return;
  end if;
  insert into incidents select v_new.*
  on conflict (id) do update set
    version = excluded.version, state = excluded.state, severity = excluded.severity, title = excluded.title,
    onset_at = excluded.onset_at, acked_at = excluded.acked_at, mitigated_at = excluded.mitigated_at,
    resolved_at = excluded.resolved_at, reviewed_at = excluded.reviewed_at, facts = excluded.facts;
  insert into incident_alerts (
    incident, alert_key, is_current, alert, instance, active_at, resolved_at, firings
  )
  select v_new.id, a.alert_key, not v_is_over, a.alert, a.instance, a.active_at, a.resolved_at, a.firings
  from jsonb_populate_recordset(null::incident_alerts, p_alerts) a
  on conflict (incident, alert_key) do update set
    is_current = excluded.is_current, instance = excluded.instance, active_at = excluded.active_at,
    resolved_at = excluded.resolved_at, firings = excluded.firings,
    -- Reopened: looked at again.
    diagnosed_at = case when excluded.is_current and not incident_alerts.is_current then null
      else incident_alerts.diagnosed_at end;
  delete from incident_clocks where incident = v_new.id;
  insert into incident_clocks (incident, name, due_at, met_at, breached_at)
  select v_new.id, c.name, c.due_at, c.met_at, c.breached_at
  from jsonb_populate_recordset(null::incident_clocks, p_clocks) c;
  delete from incident_calls where incident = v_new.id;
  insert into incident_calls (incident, level, is_at_once, next_at, times, last_at)
  select v_new.id, c.level, c.is_at_once, c.next_at, c.times, c.last_at
  from jsonb_populate_recordset(null::incident_calls, p_calls) c;
  insert into incident_messages (incident, message)
  select v_new.id, m.message from jsonb_populate_recordset(null::incident_messages, p_messages) m;
  answer := 'saved';
  return next;
end $$;

-- Lines that say what went wrong, of every process: what is looked at first when something does. A few hundred are kept.
create table log_lines (
  id bigint generated always as identity primary key,
  written_at timestamptz not null,
  process text not null,
  level text not null,
  line text not null
);
