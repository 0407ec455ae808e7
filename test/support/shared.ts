// Where the photos, weights and goldens beside the repository are; tests that need them skip with a clear message where they are absent.
import { existsSync } from 'node:fs';
import path from 'node:path';

const repository = path.resolve(import.meta.dirname, '../..');

/** Names in FOVEA_REQUIRE turn a skip into a failure: CI has everything. */
export const required = new Set((process.env.FOVEA_REQUIRE ?? '').split(',').filter(Boolean));

function find(): string | null {
  const folder = process.env.FOVEA_SHARED ?? path.resolve(repository, '../shared');
  if (existsSync(path.join(folder, 'data'))) return folder;
  if (required.has('shared')) throw new Error(`FOVEA_REQUIRE names shared, but there is no ${folder}/data`);
  console.warn(`Tests that need ../shared are skipped: there is no ${folder}/data`);
  return null;
}

/** The folder of photos, weights and goldens, or null. */
export const sharedFolder = find();
