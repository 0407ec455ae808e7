// Events of the core for the page's parts: `useEvent` for one kind, `useConnection` for the state of the stream.
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { EventLine, EventName, Events } from '../../shared/events.ts';
import { fromErrorRecord, type ErrorRecord } from '../../shared/errors.ts';
import { showError } from './notices.ts';
import { queries } from './query.ts';
import { comeBack, followProject } from './coming-back.ts';
import { onRefused, saveFailed, saveSucceeded } from './saving.ts';
import { applyEvent } from './staleness.ts';
import { followStream, type Connection } from './stream.ts';

const listeners = new Map<EventName, Set<(data: never) => void>>();
const connectionListeners = new Set<() => void>();
let connection: Connection = 'connecting';
/** `stopping` once the core said that it ends, `stopped` when its stream, which it ends last, is over. */
export type Life = 'running' | 'stopping' | 'stopped';
let life: Life = 'running';

/** Starts following the core; once, by the entry of the page. */
export function startEvents(signal: AbortSignal): void {
  onRefused(showError);
  followStream(
    {
      line: hear,
      connection: next => {
        if (next === connection) return;
        if (connection === 'lost' && next === 'open') comeBack().catch(showError);
        connection = next;
        if (life === 'stopping' && next !== 'open') life = 'stopped';
        for (const listener of connectionListeners) listener();
      },
    },
    signal,
  );
}

function hear(line: EventLine): void {
  if (line.event === 'app:stopping') {
    life = 'stopping';
    for (const listener of connectionListeners) listener();
  }
  if (line.event === 'project:changed') followProject(line.data?.folder ?? null).catch(showError);
  applyEvent(queries, line);
  if (line.event === 'gesture:saved') saveSucceeded();
  if (line.event === 'save:failed') {
    const error = line.data as ErrorRecord;
    saveFailed(error, true);
    showError(fromErrorRecord(error));
  }
  for (const listener of listeners.get(line.event) ?? []) listener(line.data as never);
}

/** Calls `listener` with the data of every event of this name while the component is there. */
export function useEvent<Name extends EventName>(name: Name, listener: (data: Events[Name]) => void): void {
  const latest = useEffectEvent(listener);
  useEffect(() => {
    const heard = (data: Events[Name]): void => latest(data);
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set);
    set.add(heard as (data: never) => void);
    return () => {
      set.delete(heard as (data: never) => void);
    };
  }, [name]);
}

function onConnection(listener: () => void): () => void {
  connectionListeners.add(listener);
  return () => connectionListeners.delete(listener);
}

export function useConnection(): Connection {
  return useSyncExternalStore(onConnection, () => connection);
}

/** Whether Fovea itself goes on. */
export function useLife(): Life {
  return useSyncExternalStore(onConnection, () => life);
}
