// A model that Teachable Machine exported for TF.js: a folder or a zip of model.json, weights.bin and metadata.json.
import type { Preprocessing } from '../../../engine/preprocessing.ts';
import { planModel } from '../../../engine/plan.ts';
import { modelInvalid } from './model-error.ts';
import type { ModelFormat, ModelSource, WholeModel } from './model-file.ts';
import { isZip, readStoredZip } from './stored-zip.ts';
import { parseTfjsJson, tfjsFormat } from './tfjs.ts';

const modelFile = 'model.json';
const metadataFile = 'metadata.json';
const imagePackage = '@teachablemachine/image';
const maxClasses = 10_000;
const maxClassNameLength = 1_000;

export type TeachableMachineModel = WholeModel & {
  /** In the order of the outputs. */
  readonly classes: readonly string[];
  /** Of the square in the photo's middle, as long as the photo's shorter side. */
  readonly preprocessing: Preprocessing & { readonly crop: 'centre-square' };
};

/** As Teachable Machine exports it, by its zip or by its metadata.json; its model.json alone is a TF.js model. */
export const teachableMachineFormat: ModelFormat = {
  id: 'teachable-machine',
  recognises: ({ name, bytes }) => name === metadataFile || (/\.zip$/i.test(name) && isZip(bytes)),
  read: readTeachableMachine,
};

/**
 * Reads the model from its zip, or from one of its files with the others beside it.
 * @throws AppError `model-invalid` {file, reason, detail}: `not-this-format` for what is no image model of Teachable Machine,
 * `fields-wrong` where its labels or size are not those of its network; `file-missing` for a file that is not there.
 */
export async function readTeachableMachine(source: ModelSource): Promise<TeachableMachineModel> {
  const folder = isZip(source.bytes) ? zipSource(source) : source;
  const [model, metadata] = await Promise.all([partOf(folder, modelFile), partOf(folder, metadataFile)]);
  const { classes, sidePx } = readMetadata(metadata, source.name);
  const whole = (await tfjsFormat.read!({ ...folder, name: modelFile, bytes: model })) as WholeModel;
  const { inputs, outputs } = planModel(whole.model);
  const expected = [
    [null, sidePx, sidePx, 3],
    [null, classes.length],
  ];
  const shapes = [inputs[0]!.shape, outputs[0]!.shape];
  if (inputs.length !== 1 || outputs.length !== 1 || JSON.stringify(shapes) !== JSON.stringify(expected)) {
    const detail = `input and output ${JSON.stringify(shapes)}, the metadata says ${JSON.stringify(expected)}`;
    throw modelInvalid(source.name, 'fields-wrong', detail);
  }
  return { ...whole, classes, preprocessing: preprocessing(sidePx) };
}

/**
 * As Teachable Machine's own image library does before training and before predicting: `cropTo` scales the photo's shorter side to
 * the size and keeps the middle, `capture` computes x / 127 - 1. (Its Python snippet divides by 127.5; the network was not trained so.)
 * Source: googlecreativelab/teachablemachine-community, libraries/image/src/utils/canvas.ts and tf.ts.
 */
function preprocessing(sidePx: number): TeachableMachineModel['preprocessing'] {
  return {
    crop: 'centre-square',
    heightPx: sidePx,
    widthPx: sidePx,
    mean: [127, 127, 127],
    std: [127, 127, 127],
    order: 'rgb',
  };
}

const partOf = (folder: ModelSource, part: string): Promise<Uint8Array> =>
  folder.name === part ? Promise.resolve(folder.bytes) : folder.beside(part);

function zipSource({ name, bytes }: ModelSource): ModelSource {
  const entries = readStoredZip(bytes, name);
  return {
    name,
    bytes,
    beside(part) {
      const entry = entries.get(part);
      return entry
        ? Promise.resolve(entry)
        : Promise.reject(modelInvalid(name, 'not-this-format', `no ${part.slice(0, 200)} in the zip`));
    },
  };
}

function readMetadata(bytes: Uint8Array, file: string): { classes: readonly string[]; sidePx: number } {
  const { packageName, labels, imageSize = 224, grayscale = false } = parseTfjsJson(bytes, metadataFile);
  if (packageName !== imagePackage)
    throw modelInvalid(file, 'not-this-format', `packageName: expected ${imagePackage} in ${metadataFile}`);
  // Later exports for small devices are of grey photos of 96 × 96.
  if (grayscale !== false) throw modelInvalid(file, 'fields-wrong', `grayscale in ${metadataFile}: colour photos only`);
  const isName = (label: unknown): label is string =>
    typeof label === 'string' && label !== '' && label.length <= maxClassNameLength;
  if (!Array.isArray(labels) || labels.length === 0 || labels.length > maxClasses || !labels.every(isName))
    throw modelInvalid(file, 'fields-wrong', `labels in ${metadataFile}`);
  if (typeof imageSize !== 'number') throw modelInvalid(file, 'fields-wrong', `imageSize in ${metadataFile}`);
  return { classes: labels, sidePx: imageSize };
}
