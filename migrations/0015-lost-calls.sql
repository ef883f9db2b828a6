-- safe
-- Calls of which nobody told what they took: counted by ourselves, and marked; those of processes that died, by their prompt.

alter table model_calls
  -- Some of its tokens are our own count.
  add column is_estimated boolean not null default false,
  -- Of what was reserved, what counts when the call is given up as lost.
  add column prompt_tokens bigint not null default 0,
  -- Null when the model has no known price.
  add column prompt_micro_dollars bigint;

create index model_calls_unsettled on model_calls (reserved_at) where settled_at is null;

-- As the function of the same name without a prompt.
create function reserve_model_call(
  p_app text, p_installation bigint, p_repository_id bigint, p_repository text, p_number bigint, p_work text,
  p_role text, p_purpose text, p_model text, p_tokens bigint, p_micro_dollars bigint, p_at timestamptz,
  p_scopes text[], p_tokens_max bigint[], p_micro_dollars_max bigint[],
  p_prompt_tokens bigint, p_prompt_micro_dollars bigint
) returns table (call bigint, refused_by integer, spent_tokens bigint, spent_micro_dollars bigint, frees_at timestamptz)
language plpgsql as $$
begin
  select r.* into call, refused_by, spent_tokens, spent_micro_dollars, frees_at
  from reserve_model_call(
    p_app, p_installation, p_repository_id, p_repository, p_number, p_work, p_role, p_purpose, p_model, p_tokens,
    p_micro_dollars, p_at, p_scopes, p_tokens_max, p_micro_dollars_max
  ) r;
  update model_calls set prompt_tokens = p_prompt_tokens, prompt_micro_dollars = p_prompt_micro_dollars where id = call;
  return next;
end $$;
