-- safe
-- What was published where, what people decided, and what they made of it.

create table reviews (
  app text not null,
  repository_id bigint not null,
  number bigint not null,
  installation bigint not null,
  owner text not null,
  name text not null,
  head text not null,
  base text not null,
  result text not null,
  note text not null,
  conclusion text not null,
  -- JSON as text: what is quoted from a change may hold \u0000, which jsonb refuses.
  report text,
  finished_at timestamptz not null,
  latency_seconds double precision,
  -- Of the last review that was published or rightly skipped.
  reviewed_head text,
  primary key (app, repository_id, number)
);

create index reviews_waiting_for_config on reviews (app, repository_id) where conclusion = 'config-errors';

do $$ begin
  alter table reviews alter column report set compression lz4;
exception when feature_not_supported then null;
end $$;

create table open_checks (
  app text not null,
  repository_id bigint not null,
  number bigint not null,
  check_run bigint not null,
  head text not null,
  opened_at timestamptz not null default now(),
  primary key (app, repository_id, number, check_run)
);

create table dismissals (
  app text not null,
  repository_id bigint not null,
  number bigint not null,
  finding text not null,
  dismissed_by text not null,
  reason text not null,
  dismissed_at timestamptz not null,
  primary key (app, repository_id, number, finding)
);

create table pauses (
  app text not null,
  repository_id bigint not null,
  number bigint not null,
  paused_by text not null,
  paused_at timestamptz not null default now(),
  primary key (app, repository_id, number)
);

create table feedback (
  app text not null,
  repository_id bigint not null,
  rule text not null,
  number bigint not null,
  finding text not null,
  kind text not null,
  person text not null,
  reason text,
  said_at timestamptz not null,
  primary key (app, repository_id, rule, number, finding, kind, person)
);

create table feedback_repositories (
  app text not null,
  repository_id bigint not null,
  installation bigint not null,
  owner text not null,
  name text not null,
  said_at timestamptz not null,
  primary key (app, repository_id)
);

create table demotions (
  app text not null,
  repository_id bigint not null,
  rule text not null,
  reason text not null,
  demoted_at timestamptz not null,
  primary key (app, repository_id, rule)
);
