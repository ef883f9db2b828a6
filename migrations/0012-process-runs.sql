-- safe
-- Which processes ran when, with what version and configuration, and how each ended: restarts and deployments are read
-- from here. Times are the processes' own.

create table process_runs (
  id bigint generated always as identity primary key,
  role text not null,
  host text not null,
  pid integer not null,
  version text not null,
  config_hash text not null,
  -- JSON as text: a short digest of each setting, by its name.
  config_digests text not null,
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- The largest of its shares of memory when it was last seen, and the kills that its control group had counted.
  memory_share real not null default 0,
  group_oom_kills bigint not null default 0,
  ended_at timestamptz,
  ending text check (ending in ('clean', 'killed', 'out-of-memory')),
  -- Sums over all runs of this role on this host, this one included: what a counter needs to go on across restarts.
  restarts bigint not null default 0,
  oom_kills bigint not null default 0,
  check ((ended_at is null) = (ending is null))
);

create index process_runs_by_start on process_runs (started_at, id);
create index process_runs_by_role on process_runs (role, started_at, id);
create index process_runs_by_host on process_runs (role, host, id);
create index process_runs_unended on process_runs (started_at) where ended_at is null;
