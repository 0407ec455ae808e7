// Which photos' records the engine has computed already, by their content: what finished runs of the same kind saw, while the cache is there.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { recipe as recipeSchema, variantsShown } from '../../shared/records/recipe.ts';
import { cacheFolderOf } from './cache.ts';
import type { ChosenRun } from './chosen-run.ts';
import { systemCode } from './disk.ts';
import type { OpenProject } from './open-project.ts';
import { readRunFile } from './run-folder.ts';

/** Content hashes; empty after the cache was cleared. */
export async function knownFeatures(
  project: OpenProject,
  chosen: Pick<ChosenRun, 'backbone' | 'recipe' | 'engine'>,
): Promise<ReadonlySet<string>> {
  const since = await changedAt(path.join(cacheFolderOf(project), 'features'));
  if (since === null || chosen.recipe.name === 'scratch') return new Set();
  const kind = kindOf({ ...chosen, backbone: chosen.backbone.id });
  const newest = (await project.store.runsList()).find(
    run => run.state === 'finished' && run.startedAt >= since && kindOf(run.recipe) === kind,
  );
  const run = newest === undefined ? null : await readRunFile(project.folder, newest.id);
  return new Set(run?.photos.map(photo => photo.hash));
}

/** What records depend on besides the photo; the frozen part and what its photos are changed by. */
function kindOf({ backbone, backboneId, recipe, engine }: Readonly<Record<string, unknown>>): string {
  const parsed = recipeSchema.safeParse(recipe);
  const chosen = parsed.success ? parsed.data : ({ name: 'one-click' } as const);
  const own =
    chosen.name === 'textbook'
      ? [chosen.unfreeze, chosen.sidePx, [...chosen.augmentation].sort().join(' '), variantsShown(chosen)]
      : [];
  return JSON.stringify([backboneId ?? backbone, engine ?? 'onnx', chosen.name, ...own]);
}

/** When the folder was made, ISO 8601; null where there is none. */
async function changedAt(folder: string): Promise<string | null> {
  try {
    // Runs before the folder's birth belong to a cache that was cleared; a minute of grace, because the run makes the folder.
    return new Date((await stat(folder)).birthtimeMs - 60_000).toISOString();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
