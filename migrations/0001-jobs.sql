-- safe
-- Work to be done. A row says which pull request, never which event; who works on it is decided by the lease in the row.
-- Every time a lease or a delay is compared, this server's clock is asked: several machines meet here.

-- In the order of urgency, which comparisons use.
create type job_lane as enum ('command', 'opened', 'pushed', 're-review', 'sweep');
create type job_state as enum ('waiting', 'parked', 'active', 'done', 'dead', 'cancelled');

create table jobs (
  id bigint generated always as identity primary key,
  key text not null,
  state job_state not null,
  lane job_lane not null,
  app text not null,
  installation bigint not null,
  kind text not null,
  -- JSON as text: a comment may hold \u0000, which jsonb refuses.
  task text not null,
  -- Whether a review is to be done in full; overrides what the task says.
  is_full boolean not null,
  attempts integer not null default 0,
  not_before timestamptz,
  created_at timestamptz not null default now(),
  waiting_since timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  reason text,
  worker text,
  lease_token bigint not null default 0,
  lease_until timestamptz,
  cancel_requested text,
  check ((state = 'parked') = (not_before is not null)),
  check ((state = 'active') = (lease_until is not null)),
  check ((state in ('done', 'dead', 'cancelled')) = (finished_at is not null))
) with (
  -- Room for the updates of a row's life in its own page; rows turn over quickly.
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.02
);

create unique index jobs_pending_key on jobs (key) where state in ('waiting', 'parked');
create unique index jobs_active_key on jobs (key) where state = 'active';
create index jobs_by_state on jobs (state, id) include (lane, waiting_since, not_before);
create index jobs_by_installation on jobs (app, installation) where state in ('waiting', 'parked', 'active');
create index jobs_by_end on jobs (finished_at) where finished_at is not null;

-- What the queue is told of a row.
create type queue_entry as (job bigint, lane job_lane, app text, installation bigint, not_before timestamptz);
