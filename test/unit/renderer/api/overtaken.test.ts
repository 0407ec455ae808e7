// Answers that an event overtakes on their way.
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, onTestFinished, test } from 'vitest';
import { makeStale, setAnswer } from '../../../../src/renderer/api/overtaken.ts';

const key = ['work:list', null];

/** A list that is shown, and read by calls that are answered by hand. */
function shown() {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  const calls: { resolve: (answer: string) => void; reject: (error: Error) => void }[] = [];
  const observer = new QueryObserver(queries, {
    queryKey: key,
    queryFn: ({ signal }) =>
      new Promise<string>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        calls.push({ resolve, reject });
      }),
  });
  onTestFinished(observer.subscribe(() => undefined));
  const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve));
  const answer = async (place: number, text: string): Promise<void> => {
    calls[place]!.resolve(text);
    await settle();
  };
  return { queries, calls, answer, settle, now: () => observer.getCurrentResult().data };
}

test('a first answer that events overtake is shown and asked for once more', async () => {
  const { queries, calls, answer, now } = shown();
  for (let event = 0; event < 5; event++) makeStale(queries, { queryKey: key });
  await answer(0, 'old');
  expect([now(), calls.length]).toEqual(['old', 2]);
  await answer(1, 'new');
  expect([now(), calls.length]).toEqual(['new', 2]);
});

test('a later answer that an event overtakes is never shown', async () => {
  const { queries, calls, answer, now } = shown();
  await answer(0, 'first');
  makeStale(queries);
  makeStale(queries);
  await answer(1, 'old');
  expect([now(), calls.length]).toEqual(['first', 3]);
  await answer(2, 'new');
  expect(now()).toBe('new');
});

test('what an event says stays, also where an older answer was on its way', async () => {
  const { queries, calls, answer, now } = shown();
  await answer(0, 'running');
  makeStale(queries);
  setAnswer<string>(queries, key, old => old && 'done');
  await answer(1, 'running');
  expect(now()).toBe('done');
  await answer(2, 'done, says the core');
  expect([now(), calls.length]).toEqual(['done, says the core', 3]);
});

test('an event before the first answer changes nothing yet, and the core is asked once more', async () => {
  const { queries, calls, answer, now } = shown();
  setAnswer<string>(queries, key, old => old && 'done');
  await answer(0, 'running');
  expect(calls).toHaveLength(2);
  await answer(1, 'done');
  expect(now()).toBe('done');
});

test('a first reading that fails is not tried again by itself; the one after it is overtaken as any other', async () => {
  const { queries, calls, answer, settle, now } = shown();
  makeStale(queries);
  calls[0]!.reject(new Error('refused'));
  await settle();
  expect(calls).toHaveLength(1);
  makeStale(queries);
  makeStale(queries);
  await answer(1, 'old');
  await answer(2, 'new');
  expect([now(), calls.length]).toEqual(['new', 3]);
});

test('where nothing is being read, what an event says is all', async () => {
  const { queries, calls, answer, now } = shown();
  await answer(0, 'running');
  setAnswer<string>(queries, key, old => old && 'done');
  expect([now(), calls.length]).toEqual(['done', 1]);
});
