// The preview of augmented train photos: which photos, what is done to them, and their pixels.
import path from 'node:path';
import { expect, test } from 'vitest';
import { augmentations } from '../../../../src/shared/records/recipe.ts';
import { openFolder, openTestCore, writePhotos, type TestCore } from '../../../support/core.ts';

async function openThings({ core, home }: TestCore): Promise<void> {
  const folder = await writePhotos(path.join(home, 'things'), { disc: 20, bars: 20 });
  await openFolder(core, folder);
  await core.call('project:answer-class-folders', { use: true });
}
const pixelsOf = async ({ core }: TestCore, address: string): Promise<Uint8Array> => {
  const response = await core.handle(new Request(`http://core${address}`));
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
};

test('six train photos, both classes in turn; the same seed gives the same, another seed others', async () => {
  const opened = await openTestCore();
  await openThings(opened);
  const ask = (seed: number) => opened.core.call('training:preview', { augmentation: ['mirror', 'turn'], seed });
  const first = await ask(1);
  expect(first).toHaveLength(6);
  expect(new Set(first.map(({ classId }) => classId)).size).toBe(2);
  expect(await ask(1)).toEqual(first);
  expect((await ask(2)).map(({ id }) => id)).not.toEqual(first.map(({ id }) => id));
  for (const { change } of first) expect(change).toMatchObject({ zoom: 0, light: 0, cutOut: null });
});

test('one augmentation more leaves photos and seeds as they are', async () => {
  const opened = await openTestCore();
  await openThings(opened);
  const few = await opened.core.call('training:preview', { augmentation: [], seed: 3 });
  const all = await opened.core.call('training:preview', { augmentation: [...augmentations], seed: 3 });
  expect(all.map(({ id, seed }) => [id, seed])).toEqual(few.map(({ id, seed }) => [id, seed]));
  expect(all.map(({ change }) => change)).not.toEqual(few.map(({ change }) => change));
});

test('the pixels are RGBA of the asked size, as they are without augmentation and changed with it', async () => {
  const opened = await openTestCore();
  await openThings(opened);
  const [photo] = await opened.core.call('training:preview', { augmentation: [...augmentations], seed: 5 });
  const plain = await pixelsOf(opened, `/augmented/${photo!.id}/24/none/${photo!.seed}`);
  const changed = await pixelsOf(opened, `/augmented/${photo!.id}/24/${augmentations.join(',')}/${photo!.seed}`);
  expect(plain).toHaveLength(24 * 24 * 4);
  expect(plain.filter((_, index) => index % 4 === 3).every(alpha => alpha === 255)).toBe(true);
  expect(changed).not.toEqual(plain);
});

test('what is no photo, no size, no augmentation or no seed is not found', async () => {
  const opened = await openTestCore();
  await openThings(opened);
  for (const address of ['999999/24/none/1', '1/8/none/1', '1/5000/none/1', '1/24/blur/1', '1/24/none/x']) {
    const response = await opened.core.handle(new Request(`http://core/augmented/${address}`));
    expect([address, response.status]).toEqual([address, 404]);
  }
});
