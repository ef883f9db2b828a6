-- safe
-- What every process measured: one row for each time it looked, and one for five minutes of them. Times are the
-- processes' own.

-- Which series the values of a row belong to: written once for all rows that have the same ones.
create table sample_layouts (
  id bigint generated always as identity primary key,
  digest bytea not null unique,
  series_zstd bytea not null
);

create table samples (
  at timestamptz not null,
  instance text not null,
  pid integer not null,
  -- It takes webhooks: its rows are what uptime is made of.
  serves boolean not null,
  layout bigint not null references sample_layouts,
  -- JSON: numbers in the order of the layout.
  values_zstd bytea not null,
  primary key (at, instance)
);

create index samples_by_instance on samples (instance, at desc);

create table sample_rollups (
  -- The end of the five minutes.
  at timestamptz not null,
  instance text not null,
  serves boolean not null,
  -- Rows that it was made of; when more have come since it is made again.
  sources integer not null,
  layout bigint not null references sample_layouts,
  values_zstd bytea not null,
  primary key (at, instance)
);
