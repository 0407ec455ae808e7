// What goes into an ONNX graph: photos or rows of numbers as floats, or pixels as bytes that a Cast makes floats of.
import { OnnxTensorError } from '../onnx-tensors.ts';
import type { OnnxInterface } from '../onnx-interface.ts';
import type { LayerBuilder } from './builder.ts';
import type { OnnxNode } from './graph-nodes.ts';
import { layerNameOf } from './names.ts';
import type { Step } from './step.ts';
import type { Features, Layout, Photo, Value } from './values.ts';

const floats = new Set(['float32', 'float16', 'float64']);
const colours = [1, 3, 4];
const onMaps = new Set(['Conv', 'BatchNormalization', 'MaxPool', 'AveragePool', 'GlobalAveragePool']);

/** Of an input with the nodes that read it. @throws OnnxTensorError `type-unsupported`. */
export function inputValue(
  builder: LayerBuilder,
  { name, dtype, shape }: OnnxInterface,
  readers: readonly OnnxNode[],
): Value {
  const refuse = (why: string): OnnxTensorError =>
    new OnnxTensorError('type-unsupported', `input ${name.slice(0, 200)}: ${why}`);
  const shown = `${dtype} [${shape.map(size => size ?? '?').join(', ')}]`;
  const sizes = shape.slice(1);
  if (dtype === 'uint8' && sizes.length === 3) {
    const layout = layoutOf(sizes, readers);
    const [channels, heightPx, widthPx] = layout === 'channels-first' ? sizes : [sizes[2], sizes[0], sizes[1]];
    if (typeof channels !== 'number') throw refuse(`${shown} has an open number of channels`);
    return { kind: 'photo', name, sides: [heightPx ?? null, widthPx ?? null], channels, layout };
  }
  if (!floats.has(dtype)) throw refuse(`${shown}, expected floats or uint8 photos`);
  if (sizes.length === 0 || sizes.length > 3 || !sizes.every(size => size !== null && size >= 1))
    throw refuse(
      `${shown}, expected fixed sizes after the number of photos; save the model with a fixed height and width`,
    );
  const layout = sizes.length === 3 ? layoutOf(sizes, readers) : 'keras';
  return inputLayer(builder, name, sizes as number[], layout);
}

/** What reads it says which axis is the channels', or else colours say which axis is theirs. */
function layoutOf(sizes: readonly (number | null)[], readers: readonly OnnxNode[]): Layout {
  if (readers.some(({ attributes }) => attributes.get('perm')?.integers?.join() === '0,3,1,2')) return 'keras';
  if (readers.some(({ opType }) => onMaps.has(opType))) return 'channels-first';
  const [first, last] = [sizes[0], sizes[2]].map(size => colours.includes(size ?? 0));
  return last && !first ? 'keras' : 'channels-first';
}

/** `sizes` in ONNX's order. */
function inputLayer(builder: LayerBuilder, name: string, sizes: readonly number[], layout: Layout): Features {
  const shape = layout === 'channels-first' ? [sizes[1], sizes[2], sizes[0]] : sizes;
  const config = { batch_shape: [null, ...shape], dtype: 'float32' };
  return builder.add({ className: 'InputLayer', name: layerNameOf([name], 'input'), config, inputs: [], layout });
}

/** Between floats nothing changes; pixels become the model's input, values of 0 to 255. */
export function cast(step: Step): Value {
  const to = step.integer('to', 0);
  const value = step.inputs[0];
  if (value?.kind === 'sizes' && isWhole(to)) return value;
  if ((value?.kind === 'constant' || value?.kind === 'features') && isFloat(to)) return value;
  if (value?.kind === 'photo' && isFloat(to)) return pixels(step, value);
  throw step.refuse(`of ${value?.kind ?? 'nothing'} to ONNX's data type ${to}`);
}

const isFloat = (to: number): boolean => [1, 10, 11, 16].includes(to);
const isWhole = (to: number): boolean => [6, 7, 12, 13].includes(to);

function pixels(step: Step, { name, sides: [heightPx, widthPx], channels, layout }: Photo): Features {
  if (!heightPx || !widthPx)
    throw step.refuse('photos of any size; bring the model in as .keras or as the folder it was made in');
  const sizes = layout === 'keras' ? [heightPx, widthPx, channels] : [channels, heightPx, widthPx];
  return inputLayer(step.context.builder, name, sizes, layout);
}
