-- safe
-- Each run of a step of the runbook: who, when, with what, what it said, and whether that was what is expected. Times
-- are the caller's.

create table runbook_runs (
  id bigint generated always as identity primary key,
  page text not null,
  step text not null,
  kind text not null check (kind in ('read', 'change', 'destroy')),
  command text not null,
  -- JSON as text, see jobs.task.
  parameters text not null,
  incident bigint,
  actor_name text not null,
  actor_role text not null,
  actor_via text not null,
  began_at timestamptz not null,
  -- Null while it runs, and for ever when whoever ran it died meanwhile.
  duration_ms integer,
  exit_code integer,
  verdict text check (verdict in ('as-expected', 'unexpected', 'out-of-time', 'not-applicable')),
  reason text,
  output text not null default '',
  is_output_cut boolean not null default false
);

create index runbook_runs_of_incident on runbook_runs (incident, id) where incident is not null;
create index runbook_runs_of_page on runbook_runs (page, id);
create index runbook_runs_by_time on runbook_runs (began_at, id);
