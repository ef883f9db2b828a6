-- safe
-- What the processes of one service know together.

create table rate_windows (
  app text not null,
  installation bigint not null,
  resource text not null,
  quota integer not null,
  remaining integer not null,
  reset_at timestamptz not null,
  primary key (app, installation, resource)
) with (fillfactor = 50);

create table rate_pauses (
  app text not null,
  installation bigint not null,
  until_time timestamptz not null,
  primary key (app, installation)
);

create table circuits (
  kind text not null,
  subject text not null,
  version bigint not null,
  -- JSON as text, see jobs.task.
  state text not null,
  primary key (kind, subject)
);

create table settings (
  name text primary key,
  value text not null,
  written_at timestamptz not null default now()
);

create table security_events (
  id bigint generated always as identity primary key,
  kind text not null,
  app text,
  happened_at timestamptz not null,
  detail text not null
);

create index security_events_by_time on security_events (happened_at, id);

create table leadership (
  only_row boolean primary key default true check (only_row),
  term bigint not null,
  holder text not null,
  lease_until timestamptz not null
);

insert into leadership (term, holder, lease_until) values (0, '', '-infinity');

create table write_checks (
  only_row boolean primary key default true check (only_row),
  written_at timestamptz not null
);

insert into write_checks (written_at) values (now());
