// What the core knows, as React reads it: answers are kept until an event says that they are out of date; nothing is polled.
import { QueryClient, useMutation, useQuery, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import type { CallArg, CallName, CallResult } from '../../shared/contract.ts';
import type { AppError } from '../../shared/errors.ts';
import type { PhotoPage } from '../../shared/records/photo-page.ts';
import type { RunProgress } from '../../shared/records/run.ts';
import { showError } from './notices.ts';
import { samePage } from './same-page.ts';
import { liveRunKey } from './staleness.ts';
import { call } from './transport.ts';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      // The core is on this computer: the network's state says nothing about it.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', retry: false },
  },
});
queries.setQueryDefaults(['photos:query'] satisfies [CallName], {
  structuralSharing: (old, page) => samePage(old as PhotoPage | undefined, page as PhotoPage),
});

export type CallOptions = {
  readonly enabled?: boolean;
  /** Keep showing the answer to the argument before while the new one is on its way. */
  readonly keepPrevious?: boolean;
};

/** The answer of a call, asked again whenever an event makes it stale. Query key: [name, arg]. */
export function useCall<Name extends CallName>(
  name: Name,
  arg: CallArg<Name>,
  { enabled = true, keepPrevious = false }: CallOptions = {},
): UseQueryResult<CallResult<Name>, AppError> {
  return useQuery<CallResult<Name>, AppError>({
    queryKey: [name, arg],
    queryFn: ({ signal }) => call(name, arg, signal),
    enabled,
    ...(keepPrevious ? { placeholderData: (previous: CallResult<Name> | undefined) => previous as never } : {}),
  });
}

/** The progress of the run that goes on now, or null. */
export function useLiveRun(): RunProgress | null {
  const live = useQuery<RunProgress | null>({
    queryKey: liveRunKey,
    queryFn: () => null,
    enabled: false,
    initialData: null,
  });
  return live.data;
}

export type ActOptions<Name extends CallName> = {
  /** Shown by the caller instead of a notification. */
  readonly onError?: (error: AppError) => void;
  readonly onDone?: (result: CallResult<Name>, arg: CallArg<Name>) => void;
};

/** A change: `act.mutate(arg)`; errors are shown as a notification unless the caller takes them. */
export function useAct<Name extends CallName>(
  name: Name,
  { onError, onDone }: ActOptions<Name> = {},
): UseMutationResult<CallResult<Name>, AppError, CallArg<Name>> {
  return useMutation<CallResult<Name>, AppError, CallArg<Name>>({
    mutationKey: [name],
    mutationFn: arg => call(name, arg),
    onError: onError ?? showError,
    ...(onDone ? { onSuccess: onDone } : {}),
  });
}
