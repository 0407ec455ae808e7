// model.json: what a trained model is, beside its weights. Checked field by field, because a person may bring it from another computer.
import type { Preprocessing } from '../../../engine/preprocessing.ts';
import { modelInvalid } from './model-error.ts';

export type ModelClass = { readonly id: string; readonly name: string };
/** A pretrained part that is not stored with the model, known by the hash of its weight file. */
export type BackboneReference = { readonly name: string; readonly sha256: string };

export type ModelManifest = {
  readonly format: 'fovea-model';
  readonly version: 1;
  /** `features`: its outputs name no classes, so that it is a starting point only; training takes it without its top. */
  readonly task: 'classification' | 'features';
  /** Keras functional config: the head on the backbone's features, or the whole network where `backbone` is null. */
  readonly graph: Readonly<Record<string, unknown>>;
  readonly backbone: BackboneReference | null;
  readonly preprocessing: Preprocessing;
  /** In the order of the outputs; none with the task `features`. */
  readonly classes: readonly ModelClass[];
  /** ISO 8601, UTC. */
  readonly created: string;
  /** SHA-256 of the files beside this one. */
  readonly files: Readonly<Record<'weights.safetensors' | 'card.json', string>>;
};

const maxClasses = 100_000;
const maxSidePx = 8_192;
const sha256Form = /^[0-9a-f]{64}$/;
/** Parts of a network config nested deeper than this are no network of ours, and would exhaust a reader's stack. */
const maxDepth = 64;

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= longest;
const isSide = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= maxSidePx;
const isThree = (value: unknown): value is [number, number, number] =>
  Array.isArray(value) && value.length === 3 && value.every(Number.isFinite);

/** The only way an unknown value becomes a ModelManifest. Throws AppError `model-invalid` {file, reason, detail}. */
export function parseManifest(value: unknown, file: string): ModelManifest {
  const wrong = (field: string) => modelInvalid(file, 'fields-wrong', field);
  if (!isFields(value) || value['format'] !== 'fovea-model') throw modelInvalid(file, 'not-this-format', 'format');
  if (typeof value['version'] === 'number' && value['version'] > 1)
    throw modelInvalid(file, 'newer-version', `version ${value['version']}`);
  if (value['version'] !== 1) throw wrong('version');
  const { task, graph, backbone, classes, created, files } = value;
  if (task !== 'classification' && task !== 'features') throw modelInvalid(file, 'newer-version', 'task');
  if (!isFields(graph) || depthOf(graph) > maxDepth) throw wrong('graph');
  if (!isText(created, 40) || Number.isNaN(Date.parse(created))) throw wrong('created');
  if (!isFields(files)) throw wrong('files');
  const weightsHash = files['weights.safetensors'];
  const cardHash = files['card.json'];
  if (!isText(weightsHash, 64) || !sha256Form.test(weightsHash) || !isText(cardHash, 64) || !sha256Form.test(cardHash))
    throw wrong('files');
  return {
    format: 'fovea-model',
    version: 1,
    task,
    graph,
    backbone: parseBackbone(backbone, wrong),
    preprocessing: parsePreprocessing(value['preprocessing'], wrong),
    classes: task === 'features' ? noClasses(classes, wrong) : parseClasses(classes, wrong),
    created,
    files: { 'weights.safetensors': weightsHash, 'card.json': cardHash },
  };
}

type Wrong = (field: string) => Error;

function parseBackbone(value: unknown, wrong: Wrong): BackboneReference | null {
  if (value === null) return null;
  if (!isFields(value)) throw wrong('backbone');
  const { name, sha256 } = value;
  if (!isText(name, 200) || !isText(sha256, 64) || !sha256Form.test(sha256)) throw wrong('backbone');
  return { name, sha256 };
}

function parsePreprocessing(value: unknown, wrong: Wrong): Preprocessing {
  if (!isFields(value)) throw wrong('preprocessing');
  const { heightPx, widthPx, mean, std, order } = value;
  if (!isSide(heightPx) || !isSide(widthPx)) throw wrong('preprocessing.heightPx, widthPx');
  if (!isThree(mean)) throw wrong('preprocessing.mean');
  if (!isThree(std) || std.some(deviation => deviation <= 0)) throw wrong('preprocessing.std');
  if (order !== 'rgb' && order !== 'bgr') throw wrong('preprocessing.order');
  return { heightPx, widthPx, mean, std, order };
}

function noClasses(value: unknown, wrong: Wrong): readonly ModelClass[] {
  if (!Array.isArray(value) || value.length > 0) throw wrong('classes: none with the task features');
  return [];
}

function parseClasses(value: unknown, wrong: Wrong): readonly ModelClass[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > maxClasses) throw wrong('classes');
  const classes = value.map((item: unknown, index) => {
    if (!isFields(item) || !isText(item['id'], 200) || !isText(item['name'], 1_000)) throw wrong(`classes[${index}]`);
    return { id: item['id'], name: item['name'] };
  });
  if (new Set(classes.map(({ id }) => id)).size !== classes.length) throw wrong('classes: an id comes twice');
  return classes;
}

function depthOf(value: unknown, depth = 1): number {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return depth;
  return Object.values(value).reduce(
    (deepest: number, child: unknown) => Math.max(deepest, depthOf(child, depth + 1)),
    depth,
  );
}
