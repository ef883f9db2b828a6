-- safe
-- Upkeep by the calendar with the reports it leaves, and what processes tell of their memory. Times are the callers' own.

create table maintenance_tasks (
  task text primary key,
  -- What the calendar counts from: the beginning of the last run that ended well, or when the task was first known.
  counts_from timestamptz not null,
  known_since timestamptz not null,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  -- After a failure: not before.
  retry_at timestamptz,
  run_number bigint not null default 0,
  holder text,
  lease_until timestamptz
);

create table maintenance_reports (
  id bigint generated always as identity primary key,
  task text not null,
  -- Why it ran: the calendar, a time that was missed, a person's name.
  asked_by text not null,
  due_at timestamptz,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  result text not null check (result in ('done', 'failed')),
  verdict text not null check (verdict in ('good', 'attention', 'unknown')),
  markdown text not null,
  -- JSON as text, see jobs.task.
  report text not null
);

create index maintenance_reports_by_time on maintenance_reports (started_at, id);
create index maintenance_reports_by_task on maintenance_reports (task, started_at, id);

create table process_memory (
  -- HOST/PID
  instance text primary key,
  role text not null,
  reported_at timestamptz not null,
  report text not null,
  report_wanted_at timestamptz,
  snapshot_wanted_at timestamptz,
  snapshot_wanted_by text,
  snapshot_begun_at timestamptz,
  snapshot_ended_at timestamptz,
  -- JSON as text: the file, or why there is none.
  snapshot_result text
) with (fillfactor = 50);
