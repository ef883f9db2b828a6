-- safe
-- Messages to people: one row for each notifier that a message goes to. Times that people see are the caller's, because
-- a drill runs the watch on a faster clock; a lease is held against this server's clock, because it is about processes.

create type notification_state as enum ('waiting', 'sent', 'folded', 'dead');

create table notifications (
  id bigint generated always as identity primary key,
  notifier text not null,
  dedupe_key text not null,
  thread text not null,
  -- 0 is what somebody waits for: pages, and what takes them back. Then news, then reports.
  rank smallint not null,
  -- JSON as text, see jobs.task.
  message text not null,
  state notification_state not null default 'waiting',
  created_at timestamptz not null,
  not_before timestamptz not null,
  attempts integer not null default 0,
  lease_until timestamptz,
  lease_token bigint not null default 0,
  finished_at timestamptz,
  reference text,
  failure text,
  unique (notifier, dedupe_key),
  check ((state = 'waiting') = (finished_at is null))
) with (fillfactor = 70);

create index notifications_waiting on notifications (notifier, rank, id) where state = 'waiting';
create index notifications_of_thread on notifications (notifier, thread, id) where state = 'waiting';
create index notifications_by_end on notifications (state, finished_at) where finished_at is not null;

-- Takes what is due for one notifier. Within a thread nothing overtakes: the end of a page that is still to be sent
-- again would be followed by that page. One caller at a time for each notifier, so that each sees what the last one took.
create function claim_notifications(
  wanted_notifier text, this_time timestamptz, lease interval, limit_rows integer
) returns setof notifications language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('notifications/' || wanted_notifier, 0));
  return query
    with due as (
      select n.id from notifications n
      where n.notifier = wanted_notifier and n.state = 'waiting' and n.not_before <= this_time
        and (n.lease_until is null or n.lease_until <= clock_timestamp())
        and not exists (
          select from notifications e
          where e.notifier = n.notifier and e.thread = n.thread and e.state = 'waiting' and e.id < n.id
            and (e.not_before > this_time or e.lease_until > clock_timestamp())
        )
      order by n.rank, n.id
      limit limit_rows
    )
    update notifications u
      set lease_until = clock_timestamp() + lease, lease_token = u.lease_token + 1
      from due where u.id = due.id
      returning u.*;
end $$;

-- How the last try with each notifier went, whoever made it.
create table notifier_health (
  notifier text primary key,
  succeeded_at timestamptz,
  failed_at timestamptz,
  failure text
);

-- Links by which a page is answered, once each.
create table used_ack_links (
  token_hash text primary key,
  used_by text not null,
  used_at timestamptz not null,
  expires_at timestamptz not null
);

create index used_ack_links_by_end on used_ack_links (expires_at);
