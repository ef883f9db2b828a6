-- safe
-- What the agents' models were asked, what it cost, and what they answered. Times are the callers' own.

create table model_calls (
  id bigint generated always as identity primary key,
  app text not null,
  installation bigint not null,
  repository_id bigint not null,
  -- owner/name, for reports.
  repository text not null,
  number bigint not null,
  work text not null,
  role text not null,
  purpose text not null,
  model text not null,
  reserved_at timestamptz not null,
  settled_at timestamptz,
  -- What counts against the limits: the most that it may take, once settled what it took.
  tokens bigint not null,
  micro_dollars bigint not null,
  input bigint not null default 0,
  cache_read bigint not null default 0,
  cache_write bigint not null default 0,
  output bigint not null default 0,
  -- The model has a known price.
  is_priced boolean not null default true,
  duration_ms bigint,
  outcome text,
  check ((settled_at is null) = (outcome is null))
);

create index model_calls_by_time on model_calls (reserved_at)
  include (tokens, micro_dollars, settled_at);
create index model_calls_by_installation on model_calls (app, installation, reserved_at)
  include (tokens, micro_dollars, settled_at);
create index model_calls_by_repository on model_calls (app, repository_id, reserved_at)
  include (tokens, micro_dollars, settled_at);
create index model_calls_by_work on model_calls (app, repository_id, number, work, reserved_at)
  include (tokens, micro_dollars, settled_at);

-- What counts in a scope at a time: of one work all of it, else the last 24 hours. A call that was never settled counts
-- for 15 minutes, which no call lasts.
create function model_calls_counted(
  p_scope text, p_app text, p_installation bigint, p_repository bigint, p_number bigint, p_work text, p_at timestamptz
) returns table (reserved_at timestamptz, tokens bigint, micro_dollars bigint) language plpgsql stable as $$
declare
  v_since timestamptz := p_at - interval '24 hours';
  v_unsettled_since timestamptz := p_at - interval '15 minutes';
begin
  case p_scope
    when 'work' then return query
      select c.reserved_at, c.tokens, c.micro_dollars from model_calls c
      where c.app = p_app and c.repository_id = p_repository and c.number = p_number and c.work = p_work
        and (c.settled_at is not null or c.reserved_at > v_unsettled_since);
    when 'repository' then return query
      select c.reserved_at, c.tokens, c.micro_dollars from model_calls c
      where c.app = p_app and c.repository_id = p_repository and c.reserved_at > v_since
        and (c.settled_at is not null or c.reserved_at > v_unsettled_since);
    when 'installation' then return query
      select c.reserved_at, c.tokens, c.micro_dollars from model_calls c
      where c.app = p_app and c.installation = p_installation and c.reserved_at > v_since
        and (c.settled_at is not null or c.reserved_at > v_unsettled_since);
    when 'day' then return query
      select c.reserved_at, c.tokens, c.micro_dollars from model_calls c
      where c.reserved_at > v_since
        and (c.settled_at is not null or c.reserved_at > v_unsettled_since);
  end case;
end $$;

create function model_scope_lock(
  p_scope text, p_app text, p_installation bigint, p_repository bigint, p_number bigint, p_work text
) returns bigint language sql immutable
return hashtextextended(
  'models/' || p_scope || case p_scope
    when 'work' then '/' || p_app || '/' || p_repository || '/' || p_number || '/' || p_work
    when 'repository' then '/' || p_app || '/' || p_repository
    when 'installation' then '/' || p_app || '/' || p_installation
    else ''
  end, 14);

-- Enters a call that is about to be made, unless a limit would be passed with it: then that limit's number (from 1), what
-- is spent under it, and when enough of that is a day old. Whoever has a limit in common takes turns until the end of the
-- transaction, so that each sees the rows of those before; the locks are taken in one order, so that nobody waits in a ring.
create function reserve_model_call(
  p_app text, p_installation bigint, p_repository_id bigint, p_repository text, p_number bigint, p_work text,
  p_role text, p_purpose text, p_model text, p_tokens bigint, p_micro_dollars bigint, p_at timestamptz,
  p_scopes text[], p_tokens_max bigint[], p_micro_dollars_max bigint[]
) returns table (call bigint, refused_by integer, spent_tokens bigint, spent_micro_dollars bigint, frees_at timestamptz)
language plpgsql as $$
declare
  v_lock bigint;
  v_limit record;
begin
  for v_lock in
    select distinct model_scope_lock(s, p_app, p_installation, p_repository_id, p_number, p_work)
    from unnest(p_scopes) s order by 1
  loop
    perform pg_advisory_xact_lock(v_lock);
  end loop;
  for v_limit in
    select * from unnest(p_scopes, p_tokens_max, p_micro_dollars_max)
      with ordinality as l (scope, tokens_max, micro_dollars_max, place) order by place
  loop
    select coalesce(sum(c.tokens), 0), coalesce(sum(c.micro_dollars), 0) into spent_tokens, spent_micro_dollars
    from model_calls_counted(v_limit.scope, p_app, p_installation, p_repository_id, p_number, p_work, p_at) c;
    if spent_tokens + p_tokens > v_limit.tokens_max
      or spent_micro_dollars + p_micro_dollars > v_limit.micro_dollars_max then
      refused_by := v_limit.place;
      if v_limit.scope <> 'work' then
        select min(o.reserved_at) + interval '24 hours' into frees_at from (
          select c.reserved_at, sum(c.tokens) over older as tokens, sum(c.micro_dollars) over older as micro_dollars
          from model_calls_counted(v_limit.scope, p_app, p_installation, p_repository_id, p_number, p_work, p_at) c
          window older as (order by c.reserved_at)
        ) o
        where (v_limit.tokens_max is null or spent_tokens - o.tokens + p_tokens <= v_limit.tokens_max)
          and (v_limit.micro_dollars_max is null
            or spent_micro_dollars - o.micro_dollars + p_micro_dollars <= v_limit.micro_dollars_max);
      end if;
      return next;
      return;
    end if;
  end loop;
  spent_tokens := 0;
  spent_micro_dollars := 0;
  insert into model_calls (
    app, installation, repository_id, repository, number, work, role, purpose, model, reserved_at, tokens, micro_dollars
  ) values (
    p_app, p_installation, p_repository_id, p_repository, p_number, p_work, p_role, p_purpose, p_model, p_at, p_tokens,
    p_micro_dollars
  ) returning id into call;
  return next;
end $$;

-- What everything that an answer came from leads to: it is not asked and paid for again.
create table agent_answers (
  kind text not null,
  -- SHA-256
  key bytea not null,
  -- JSON as text, see reviews.report.
  value text not null check (octet_length(value) <= 1048576),
  remembered_at timestamptz not null,
  used_at timestamptz not null,
  primary key (kind, key)
) with (fillfactor = 90);

create index agent_answers_by_use on agent_answers (used_at);

do $$ begin
  alter table agent_answers alter column value set compression lz4;
exception when feature_not_supported then null;
end $$;
