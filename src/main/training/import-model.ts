// Makes a model folder of a model file: checked, with its classes, its way of reading photos, and what a run can start from in its card.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeModel } from '../../engine/graph.ts';
import type { Preprocessing } from '../../engine/preprocessing.ts';
import { AppError } from '../../shared/errors.ts';
import { importedWords, preprocessingWords } from '../../shared/model-card.ts';
import { importedModel } from '../../shared/records/imported-model.ts';
import type { ImportedModel } from '../../shared/records/imported-model.ts';
import { preprocessingKinds } from '../../shared/records/preprocessing.ts';
import { readBuiltInClasses } from '../formats/models/built-in.ts';
import { networkOf } from '../formats/models/known-networks.ts';
import { modelInvalid } from '../formats/models/model-error.ts';
import { writeModelFolder } from '../formats/models/model-folder.ts';
import { pretrainedFiles } from '../formats/models/pretrained-manifest.ts';
import type { ImportModelJob, JobOutcome } from './api.ts';
import { checkedModel, readsItself, summaryOf, withSoftmax } from './import-check.ts';
import { openSource } from './import-source.ts';
import type { OpenedSource } from './import-source.ts';

const imageNetClasses = 1_000;
const notStated = 'not stated';

/**
 * Reads, checks and writes. The same file brought in again with the same preprocessing is the folder that is there.
 * @throws AppError `model-invalid` {file, reason, detail}, among them `preprocessing-unknown` where the caller has to say it;
 * `file-missing`, `model-missing`, `model-damaged`, `disk-full`, `disk-failed`.
 */
export async function importModel(job: ImportModelJob): Promise<Extract<JobOutcome, { kind: 'import-model' }>> {
  const opened = await openSource(job.file, job);
  const published = job.published ?? pretrainedFiles.find(({ checksum }) => checksum.hex === opened.md5) ?? null;
  const model = checkedModel(opened.model, opened.file);
  const network = opened.network ?? networkOf(model);
  const { outputs, ...summary } = summaryOf(model, opened.weights);
  const taughtWith = network?.preprocessing ?? readsItself(model);
  const [kind, preprocessing] = preprocessingOf(job, opened, taughtWith, summary.sidePx);
  const known = await folderOf(job, opened.sha256, kind);
  if (known !== null) return { kind: 'import-model', id: known, isNew: false };

  const classes = await classesOf(job, opened, outputs);
  const whole = classes === null ? model : withSoftmax(model);
  const part = opened.part;
  const plain = published?.name ?? network?.name ?? nameOf(opened.file);
  const name = part === null ? plain : `${plain}, blocks 1 to ${part.blocks}`;
  const host = job.published === null ? null : new URL(job.published.address).host;
  const imported: ImportedModel['imported'] = {
    file: opened.file,
    format: opened.format,
    sha256: opened.sha256,
    preprocessing: kind,
    network: network?.id ?? null,
    pretrained: published?.pretrained ?? null,
    author: published?.author ?? null,
    host,
    part: part === null ? null : { blocks: part.blocks, of: part.of },
    isCropped: opened.isCropped,
    ...summary,
  };
  const words = importedWords('en', { classes: classes ?? [], imported });
  const facts: ImportedModel & { readonly preprocessing: string } = {
    name,
    createdAt: new Date().toISOString(),
    classes: classes ?? [],
    backbone: {
      name,
      origin: words.origin,
      licence: published?.licence ?? notStated,
      sha256: opened.sha256,
    },
    preprocessing: preprocessingWords('en', preprocessing),
    limits: words.limits,
    imported,
  };
  const folder = {
    task: classes === null ? ('features' as const) : ('classification' as const),
    graph: writeModel(whole) as Record<string, unknown>,
    backbone: null,
    preprocessing,
    classes: (classes ?? []).map((className, place) => ({ id: String(place + 1), name: className })),
    created: facts.createdAt,
    weights: opened.weights,
    card: { ...facts, task: classes === null ? 'features' : 'classification', trainedOn: null, score: null },
  };
  const id = await writeUnderFreeId(job, job.published?.id ?? `imported-${slugOf(name)}`, folder);
  return { kind: 'import-model', id, isNew: true };
}

/** The kind, by name, and the values with the model's side. */
function preprocessingOf(
  job: ImportModelJob,
  { file, preprocessing: own }: OpenedSource,
  known: ImportModelJob['preprocessing'],
  sidePx: number,
): [string, Preprocessing] {
  if (own !== null) {
    const { heightPx, widthPx, mean, std, order } = own;
    return ['own', { heightPx, widthPx, mean, std, order }];
  }
  const kind = job.preprocessing ?? known;
  if (kind === null) throw modelInvalid(file, 'preprocessing-unknown', 'the file holds a network and its weights only');
  return [kind, { heightPx: sidePx, widthPx: sidePx, ...preprocessingKinds[kind] }];
}

/** Names in the order of the outputs; null where nobody says them. */
async function classesOf(
  { resourcesFolder }: ImportModelJob,
  { classes, file }: OpenedSource,
  outputs: number | null,
): Promise<readonly string[] | null> {
  if (classes !== null && classes.length !== outputs)
    throw modelInvalid(file, 'classes-differ', `${outputs ?? 'no'} results, ${classes.length} names`);
  if (classes !== null) return classes;
  return outputs === imageNetClasses ? readBuiltInClasses(resourcesFolder) : null;
}

/** The model folder that was made of the same file before; a fetched network has a folder of its own. */
async function folderOf(
  { modelsFolder, published }: ImportModelJob,
  sha256: string,
  kind: string,
): Promise<string | null> {
  const ids = published === null ? await idsIn(modelsFolder) : [published.id];
  for (const id of ids) {
    const card = await readFile(path.join(modelsFolder, id, 'card.json'), 'utf8').catch(() => null); // no folder of ours
    const parsed = card === null ? null : importedModel.safeParse(parseJson(card));
    const same = parsed?.data?.imported;
    if (same?.sha256 === sha256 && same.preprocessing === kind) return id;
  }
  return null;
}

const idsIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []); // made by the first import

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    if (error instanceof SyntaxError) return null; // a damaged card is no known model
    throw error;
  }
}

type Folder = Parameters<typeof writeModelFolder>[1];

async function writeUnderFreeId(
  { modelsFolder, published }: ImportModelJob,
  wanted: string,
  folder: Folder,
): Promise<string> {
  for (let number = 1; ; number++) {
    const id = number === 1 ? wanted : `${wanted}-${number}`;
    try {
      await writeModelFolder(path.join(modelsFolder, id), folder);
      return id;
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'conflict') || published !== null || number > 1_000)
        throw error;
    }
  }
}

const nameOf = (file: string): string =>
  file.replace(/(\.weights)?\.(keras|h5|hdf5|onnx|safetensors|zip|json|pth|pt)$/i, '');

/** Letters, digits and hyphens, as ids are. */
function slugOf(name: string): string {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return (
    slug
      .replace(/^-+|-+$/g, '')
      .slice(0, 40)
      .replace(/-+$/, '') || 'model'
  );
}
