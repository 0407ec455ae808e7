// The gestures near the place where a person is in the history, read in blocks of sequences as they scroll. A block below that place
// never changes again, so a new gesture makes only the blocks above it stale (api/staleness.ts).
import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { HistoryEntry, HistoryState } from '../../../shared/records/project.ts';
import { call } from '../../api/transport.ts';
import { blockAt, blockSize, blocksToRead } from './blocks.ts';

export type HistoryEntries = {
  /** Newest first, without a gap. */
  readonly entries: readonly HistoryEntry[];
  /** The first gesture of the project is among them. */
  readonly isComplete: boolean;
  readonly hasMoreAbove: boolean;
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly loadOlder: () => void;
  readonly loadNewer: () => void;
};

export function useHistoryEntries(state: HistoryState): HistoryEntries {
  const last = state.last?.sequence ?? 0;
  const position = state.undo?.sequence ?? 0;
  const [more, setMore] = useState({ older: 0, newer: 0 });
  const blocks = last === 0 ? [] : blocksToRead({ position, last }, more);
  const answers = useQueries({
    queries: blocks.map(block => {
      const arg = { before: (block + 1) * blockSize + 1, limit: blockSize };
      return {
        queryKey: ['history:list', arg] as const,
        queryFn: async ({ signal }: { signal: AbortSignal }) =>
          // The newest block is not full yet: asked for 200, the core answers with some of the block below it too.
          (await call('history:list', arg, signal)).filter(({ sequence }) => blockAt(sequence, blockSize) === block),
      };
    }),
    combine,
  });
  const loadOlder = useCallback(() => setMore(now => ({ ...now, older: now.older + 1 })), []);
  const loadNewer = useCallback(() => setMore(now => ({ ...now, newer: now.newer + 1 })), []);
  return {
    entries: answers.entries,
    isComplete: last === 0 || (blocks.at(-1) === 0 && answers.isOldestRead),
    hasMoreAbove: (blocks[0] ?? 0) < blockAt(last, blockSize),
    isLoading: answers.isLoading,
    error: answers.error,
    loadOlder,
    loadNewer,
  };
}

/** One list of the blocks' answers; stands here once, so that it is made again only when an answer changes. */
function combine(answers: readonly UseQueryResult<readonly HistoryEntry[]>[]) {
  return {
    entries: answers.flatMap(answer => answer.data ?? []),
    isOldestRead: answers.at(-1)?.data !== undefined,
    isLoading: answers.some(answer => answer.isPending),
    error: answers.find(answer => answer.error !== null)?.error ?? null,
  };
}
