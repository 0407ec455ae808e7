// Whatever the network and the core do, gestures arrive in the order in which they were made.
import { expect, test } from 'vitest';
import { createGestureLine } from '../../../../src/renderer/api/gesture-line.ts';
import { AppError } from '../../../../src/shared/errors.ts';

/** Sends that are answered when told to. */
function makeCore() {
  const sent: string[] = [];
  const answers = new Map<string, (error?: AppError) => void>();
  const send = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      sent.push(name);
      answers.set(name, error => (error ? reject(error) : resolve(name)));
    });
  return { sent, send, answer: (name: string, error?: AppError) => answers.get(name)!(error) };
}

const tick = (): Promise<void> => new Promise(resolve => setTimeout(resolve));

test('a gesture waits for the one before it, also where that one fails', async () => {
  const { sent, send, answer } = makeCore();
  const { inTurn } = createGestureLine();
  const label = inTurn(send('label'));
  const undo = inTurn(send('undo'));
  const box = inTurn(send('box'));
  await tick();
  expect(sent).toEqual(['label']);
  answer('label', new AppError('disk-full'));
  await expect(label).rejects.toMatchObject({ code: 'disk-full' });
  await tick();
  expect(sent).toEqual(['label', 'undo']);
  answer('undo');
  expect(await undo).toBe('undo');
  await tick();
  answer('box');
  expect(await box).toBe('box');
});

test('a run starts on what was done before, and no gesture waits for it', async () => {
  const { sent, send, answer } = makeCore();
  const { inTurn, settled } = createGestureLine();
  await settled();
  void inTurn(send('label'));
  const started = settled().then(send('start'));
  void inTurn(send('box'));
  await tick();
  expect(sent).toEqual(['label']);
  answer('label');
  await tick();
  expect(sent).toEqual(['label', 'start', 'box']);
  answer('start');
  expect(await started).toBe('start');
});

test('where nothing is on its way a gesture is sent at once: the page may be about to be left', async () => {
  const { sent, send, answer } = makeCore();
  const { inTurn } = createGestureLine();
  const first = inTurn(send('first'));
  expect(sent).toEqual(['first']);
  answer('first');
  await first;
  await tick();
  void inTurn(send('second'));
  expect(sent).toEqual(['first', 'second']);
});

test('what waits when its project is closed is never sent, and the next project does not wait for it', async () => {
  const { sent, send, answer } = makeCore();
  const { inTurn, giveUp } = createGestureLine();
  const first = inTurn(send('first'));
  const waiting = inTurn(send('waiting'));
  giveUp();
  void inTurn(send('of the next project'));
  expect(sent).toEqual(['first', 'of the next project']);
  answer('first');
  expect(await first).toBe('first');
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  expect(sent).toEqual(['first', 'of the next project']);
});
