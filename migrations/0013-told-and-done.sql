-- safe
-- What an incident asks for: whether the channel was told of it, and what people did before it began. The service's own
-- entries are most of the journal.

create index notifications_told on notifications (thread, notifier, finished_at) where state in ('sent', 'folded');
create index journal_by_people on journal (happened_at, sequence)
  where actor_via <> 'itself' and action not like 'incident.%';
