// The gestures that a person looks for by a text, read on as they scroll. Names of kinds are matched here, in the person's language; names
// of classes, files and photos by the core.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Language } from '../../../shared/messages/message.ts';
import { call } from '../../api/transport.ts';
import type { HistoryEntries } from './history-entries.ts';
import { kindsNamed } from './words.ts';

const atOnce = 100;
/** `text` is not empty where `isOn`. */
export function useFoundEntries(language: Language, text: string, isOn: boolean): HistoryEntries {
  const kinds = useMemo(() => kindsNamed(language, text), [language, text]);
  const found = useInfiniteQuery({
    queryKey: ['history:find', { text, kinds }] as const,
    queryFn: ({ pageParam, signal }) => call('history:find', { text, kinds, before: pageParam, limit: atOnce }, signal),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    enabled: isOn,
    placeholderData: keepPreviousData,
  });
  const { data, hasNextPage, isFetching, error, fetchNextPage } = found;
  const entries = useMemo(() => data?.pages.flatMap(page => page.entries) ?? [], [data]);
  return {
    entries,
    isComplete: data !== undefined && !hasNextPage,
    hasMoreAbove: false,
    isLoading: isFetching,
    error,
    loadOlder: useCallback(() => void fetchNextPage(), [fetchNextPage]),
    loadNewer: useCallback(() => undefined, []),
  };
}
