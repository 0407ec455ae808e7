// The Models screen: a trained model's lineage and card, every format with its proof, a model brought in from a file, and what is not here yet.
import type { Page } from '@playwright/test';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { initialWeights } from '../../src/engine/weights.ts';
import { createModelBuilder } from '../../src/engine/zoo/builder.ts';
import { writeModelFile } from '../../src/main/formats/models/model-formats.ts';
import { mulberry32 } from '../../src/shared/random.ts';
import { seriousFindings } from '../support/axe.ts';
import { makeClassFolders } from '../support/class-folder-photos.ts';
import { expect, test } from '../support/e2e.ts';

const { folder } = makeClassFolders(24);
test.use({ openFolder: folder });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
const region = (page: Page, name: string) => page.getByRole('region', { name });
const starting = (page: Page, name: RegExp) => page.getByRole('link', { name });

/** A file that holds a network and its weights, and not a word of how photos become its input. */
async function writeNetwork(file: string): Promise<void> {
  const builder = createModelBuilder();
  const input = builder.input('photo', [32, 32, 3]);
  const convolved = builder.convolve('conv', input, { filters: 8, size: 3, stride: 2, activation: 'relu' });
  const pooled = builder.globalAveragePool('pool', convolved);
  const model = builder.model('own', builder.dense('top', pooled, { units: 3, activation: 'softmax' }));
  await writeModelFile({ model, weights: initialWeights(model, mulberry32(1)) }, file);
}

test('a trained model tells where it comes from and is taken away in two formats, each with its proof', async ({
  fovea: page,
}) => {
  test.setTimeout(240_000);
  await page.getByRole('button', { name: /names as classes/ }).click();
  await expect(page.getByRole('heading', { name: '48 photos' })).toBeVisible();
  await place(page, 'Train');
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Train/ })
    .click();
  await expect(page.getByRole('link', { name: 'See what it gets wrong' })).toBeVisible({ timeout: 90_000 });
  await place(page, 'Models');

  const lineage = page.getByRole('list', { name: 'Where it comes from' });
  await expect(lineage).toContainText('EfficientNet-Lite0');
  await expect(lineage.getByRole('link', { name: 'Run 1, one click' })).toBeVisible();
  await expect(lineage).toContainText('224 × 224 photo in, 2 scores out');
  await expect(region(page, 'Score').getByRole('row', { name: /bars/ })).toContainText('%');
  await expect(region(page, 'Trained on')).toContainText(/Train \d+/);
  await expect(region(page, 'Before the first layer')).toContainText('(x − 127) / 128');
  expect(await seriousFindings(page)).toEqual([]);

  const take = page.getByRole('complementary', { name: 'Take it away' });
  for (const [format, ending] of [
    ['ONNX', 'onnx'],
    ['TensorFlow.js', 'tfjs'],
  ] as const) {
    await take.getByText(format, { exact: true }).click();
    await take.getByRole('button', { name: 'Export and prove' }).click();
    await expect(take.getByRole('button', { name: new RegExp(`^Save .*-${ending}\\.zip`) })).toBeVisible({
      timeout: 60_000,
    });
    await expect(take).toContainText('The file says what the model says');
    await expect(take).toContainText(/(\d+) of \1/);
  }
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    take.getByRole('button', { name: /^Save/ }).click(),
  ]);
  const archive = readFileSync(await download.path());
  for (const name of ['model.json', 'group1-shard1of', '.classes.json', '.card.md', '.sha256'])
    expect(archive.includes(name)).toBe(true);

  await page.getByRole('button', { name: 'Use as starting point' }).click();
  await expect(page.getByRole('heading', { name: /^Fine-tune .+ 1 on \d+ photos/ })).toBeVisible();
});

test('a model file is chosen, asked how it was shown photos, and becomes a starting point that can be removed; another can be fetched', async ({
  fovea: page,
  app,
}) => {
  test.setTimeout(120_000);
  await writeNetwork(path.join(app.folder, 'own-network.keras'));
  await page.getByRole('button', { name: /names as classes/ }).click();
  await place(page, 'Models');
  await starting(page, /^Xception/).click();
  await expect(page.getByRole('heading', { name: 'Xception' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Download 92 MB' })).toBeVisible();

  await page.getByRole('button', { name: 'Import…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Choose a model file' });
  await expect(dialog.getByRole('button', { name: /^Use this/ })).toBeDisabled();
  await dialog.getByRole('option', { name: 'own-network.keras' }).click();
  await dialog.getByRole('button', { name: 'Use this file' }).click();
  const question = page.getByRole('dialog', { name: 'How was it shown photos?' });
  await expect(question).toBeVisible({ timeout: 30_000 });
  await question.getByText('From 0 to 1', { exact: true }).click();
  await question.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByRole('heading', { name: /own-network/ })).toBeVisible({ timeout: 30_000 });
  await expect(region(page, 'What it is')).toContainText('own-network.keras');
  await expect(region(page, 'Before the first layer')).toContainText('x / 255');
  expect(await seriousFindings(page)).toEqual([]);

  await page.getByRole('button', { name: 'Remove from this computer' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove from this computer' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'removed' })).toBeVisible();
  await expect(starting(page, /^own-network/)).toBeHidden();
});
