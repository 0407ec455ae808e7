// What is fetched ahead, in which order, how much at once, and what becomes of it when nobody wants it any more.
import { expect, test } from 'vitest';
import { PicturesAhead } from '../../../../../src/renderer/features/label/pictures-ahead.ts';

/** Pictures that come when the test says so. */
function startPictures() {
  const asked: string[] = [];
  const dropped: string[] = [];
  const open = new Map<string, { readonly arrive: () => void; readonly fail: () => void }>();
  const pictures = new PicturesAhead<string>(address => {
    asked.push(address);
    const done = new Promise<string>((resolve, reject) => {
      open.set(address, { arrive: () => resolve(`picture of ${address}`), fail: () => reject(new Error('damaged')) });
    });
    const drop = (): void => {
      dropped.push(address);
      open.get(address)!.fail();
    };
    return { done, drop };
  });
  const settled = () => new Promise(resolve => setTimeout(resolve));
  return {
    pictures,
    asked,
    dropped,
    arrive: (address: string) => (open.get(address)!.arrive(), settled()),
    fail: (address: string) => (open.get(address)!.fail(), settled()),
    settled,
  };
}

test('the photo on the screen has the machine to itself; then come the others in their order, two at a time', async () => {
  const { pictures, asked, arrive } = startPictures();
  pictures.want(['now', 'next', 'after', 'before']);
  pictures.fetch();
  expect(asked).toEqual(['now']);
  await arrive('now');
  expect(asked).toEqual(['now', 'next', 'after']);
  await arrive('after');
  expect(asked).toEqual(['now', 'next', 'after', 'before']);
  expect(['now', 'next', 'after', 'before'].map(address => pictures.state(address).kind)).toEqual([
    ...['ready', 'waiting', 'ready', 'waiting'],
  ]);
});

test('nothing is fetched before it may be, and of the others nothing while only the present photo may', async () => {
  const { pictures, asked, arrive } = startPictures();
  pictures.want(['now', 'next']);
  expect(asked).toEqual([]);
  pictures.fetch(1);
  await arrive('now');
  expect(asked).toEqual(['now']);
  pictures.fetch();
  expect(asked).toEqual(['now', 'next']);
});

test('a step keeps what is still wanted without asking again, and drops the rest, arrived or on its way', async () => {
  const { pictures, asked, dropped, arrive, settled } = startPictures();
  pictures.want(['1', '2', '3']);
  pictures.fetch();
  await arrive('1');
  await arrive('2');
  pictures.want(['2', '4']);
  pictures.fetch();
  await settled();
  expect(pictures.state('2')).toEqual({ kind: 'ready', picture: 'picture of 2' });
  expect(pictures.state('2')).toBe(pictures.state('2'));
  expect(dropped).toEqual(['1', '3']);
  expect(asked).toEqual(['1', '2', '3', '4']);
  expect(pictures.state('1').kind).toBe('waiting');
});

test('a key that is held past a hundred photos leaves no queue: only the last photo is fetched', async () => {
  const { pictures, asked, dropped, arrive } = startPictures();
  pictures.want(['0', '1']);
  pictures.fetch();
  for (let photo = 1; photo <= 100; photo++) pictures.want([String(photo), String(photo + 1)]);
  pictures.fetch();
  expect(asked).toEqual(['0', '100']);
  expect(dropped).toEqual(['0']);
  await arrive('100');
  expect(asked).toEqual(['0', '100', '101']);
});

test('what was dropped says nothing when it arrives or fails after all, and is asked for anew when it is wanted again', async () => {
  const { pictures, asked, arrive } = startPictures();
  let told = 0;
  pictures.subscribe(() => told++);
  pictures.want(['1']);
  pictures.fetch();
  pictures.want(['2']);
  await arrive('1');
  expect([told, pictures.state('1').kind]).toEqual([0, 'waiting']);
  pictures.want(['1']);
  pictures.fetch();
  expect(asked).toEqual(['1', '1']);
  await arrive('1');
  expect([told, pictures.state('1').kind]).toEqual([1, 'ready']);
});

test('a picture that cannot be shown says so, does not hold up the others, and is tried again once one comes back', async () => {
  const { pictures, asked, fail } = startPictures();
  pictures.want(['bad', 'next']);
  pictures.fetch();
  await fail('bad');
  expect(pictures.state('bad').kind).toBe('failed');
  expect(asked).toEqual(['bad', 'next']);
  pictures.want(['next']);
  pictures.want(['bad', 'next']);
  pictures.fetch();
  expect(asked).toEqual(['bad', 'next', 'bad']);
});
