// Answers that an event overtakes on their way: the core may have given them before what the event tells of. TanStack Query would keep
// such an answer as if it were new, so it is asked for again once it is there.
import { noop, type Query, type QueryClient, type QueryFilters, type QueryKey } from '@tanstack/react-query';

const overtaken = new WeakSet<Query>();

/** Marks answers as out of date and asks again for those that are shown; also for those on their way. */
export function makeStale(queries: QueryClient, filters: QueryFilters = {}): void {
  void queries.invalidateQueries(filters);
  // Invalidating stops a second reading and starts it afresh, but leaves a first one as it is.
  for (const query of queries.getQueryCache().findAll({ ...filters, fetchStatus: 'fetching' }))
    if (query.state.data === undefined) askAgainOnceThere(queries, query);
}

/** However many events overtake one answer, it is asked for once more. */
function askAgainOnceThere(queries: QueryClient, query: Query): void {
  if (overtaken.has(query)) return;
  overtaken.add(query);
  const askAgain = (): Promise<void> => queries.invalidateQueries({ queryKey: query.queryKey, exact: true });
  // While it is being read this gives the reading that goes on.
  const reading = query.fetch().finally(() => overtaken.delete(query));
  reading.then(askAgain, noop);
}

/** Replaces an answer by what an event says. One on its way may be older than the event, so the core is asked again. */
export function setAnswer<Answer>(
  queries: QueryClient,
  queryKey: QueryKey,
  change: (old: Answer | undefined) => Answer | undefined,
): void {
  queries.setQueryData<Answer>(queryKey, change);
  if (queries.isFetching({ queryKey, exact: true }) > 0) makeStale(queries, { queryKey, exact: true });
}
