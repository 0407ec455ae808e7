// Model folders below the person's data folder, fetched by the manifest or brought in: found by their cards, without reading weights.
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { BackboneSummary } from '../../shared/records/backbone.ts';
import { importedModel } from '../../shared/records/imported-model.ts';
import type { ImportedModel } from '../../shared/records/imported-model.ts';
import { backboneId } from '../../shared/records/recipe.ts';
import { systemCode } from './disk.ts';

/** What can be done with a network that has learned already. */
export const recipesOfPretrained = ['one-click', 'textbook'] as const;

export type ImportedFolder = {
  readonly id: string;
  readonly folder: string;
  readonly card: ImportedModel;
  readonly bytes: number;
};

/** Fetched and imported model folders, in the order of their ids. A folder that is none of ours, or damaged, is passed over. */
export async function importedFolders(modelsFolder: string): Promise<readonly ImportedFolder[]> {
  const ids = await namesIn(modelsFolder);
  // Folders that are being written or removed have names of another form.
  const own = ids.filter(id => backboneId.safeParse(id).success).toSorted();
  const found = await Promise.all(own.map(id => importedFolder(modelsFolder, id)));
  return found.flatMap(one => one ?? []);
}

export async function importedFolder(modelsFolder: string, id: string): Promise<ImportedFolder | null> {
  const folder = path.join(modelsFolder, id);
  try {
    const card = importedModel.safeParse(JSON.parse(await readFile(path.join(folder, 'card.json'), 'utf8')));
    return card.success ? { id, folder, card: card.data, bytes: await bytesIn(folder) } : null;
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) !== '') return null;
    throw error;
  }
}

export async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async name => (await stat(path.join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

export function importedSummary({ id, card, bytes }: ImportedFolder, isFetched: boolean): BackboneSummary {
  const { parameters, sidePx, takesAnySide: takesAny, blocks, unfreeze, pretrained } = card.imported;
  return {
    id,
    name: card.name,
    source: isFetched ? 'download' : 'imported',
    isHere: true,
    recipes: recipesOfPretrained,
    parameters,
    bytes,
    sidePx,
    takesAnySide: takesAny,
    classes: card.classes.length,
    pretrained,
    licence: card.backbone.licence,
    blocks,
    unfreeze,
  };
}

/** What another Fovea of this person writes now is younger than this. */
const abandonedAfterMs = 3_600_000;

/** Removes what an import or a removal that was ended half-way left behind. */
export async function removeUnfinished(modelsFolder: string): Promise<void> {
  const left = (await namesIn(modelsFolder)).filter(name => /\.(writing-[0-9a-f]+|removing)$/.test(name));
  for (const folder of left.map(name => path.join(modelsFolder, name))) {
    const facts = await stat(folder).catch(() => null); // it was finished meanwhile
    if (facts !== null && Date.now() - facts.mtimeMs > abandonedAfterMs)
      await rm(folder, { recursive: true, force: true });
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
}
