// A photo's way into a network as part of the graph: Resize of the uint8 pixels, then normalisation.
import { invariant } from '../../shared/errors.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { float32Tensor } from '../tensor.ts';
import { OnnxGraph } from './onnx-graph.ts';
import type { Value } from './onnx-graph.ts';
import { binary } from './onnx-math.ts';

/** Photos [N, H, W, 3] of any size, uint8. */
export function photoInput(onnx: OnnxGraph, batch: number | null): Value {
  return onnx.input('photo', 'uint8', [batch, 'H', 'W', 3]);
}

/**
 * uint8 photos of any size → uint8 [N, heightPx, widthPx, 3], as Pillow's bilinear resize gives it; `exclude_outside` makes
 * the border rows and columns equal too: without it places beyond the border would count as copies of it.
 */
export function resizePhoto(
  onnx: OnnxGraph,
  photo: Value,
  { heightPx, widthPx }: { readonly heightPx: number; readonly widthPx: number },
): Value {
  const shape = [photo.shape[0]!, heightPx, widthPx, 3];
  const attributes = {
    axes: [1, 2],
    mode: 'linear',
    antialias: 1,
    coordinate_transformation_mode: 'half_pixel',
    exclude_outside: 1,
  };
  return onnx.node(
    'Resize',
    [photo, undefined, undefined, onnx.integers([heightPx, widthPx])],
    shape,
    attributes,
    'uint8',
  );
}

/** uint8 photos of any size → float32 [N, heightPx, widthPx, 3], normalised. */
export function preprocess(onnx: OnnxGraph, photo: Value, preprocessing: Preprocessing): Value {
  const { mean, std, order } = preprocessing;
  invariant(
    mean.length === 3 && std.length === 3 && std.every(value => value > 0),
    'preprocessing has three means and three positive deviations',
  );
  const resized = resizePhoto(onnx, photo, preprocessing);
  const pixels = onnx.node('Cast', [resized], resized.shape, { to: 1 });
  const ordered =
    order === 'rgb' ? pixels : onnx.node('Gather', [pixels, onnx.integers([2, 1, 0])], pixels.shape, { axis: 3 });
  const centred = binary(onnx, 'Sub', ordered, onnx.constant(float32Tensor([3], mean), 'mean'));
  return binary(onnx, 'Div', centred, onnx.constant(float32Tensor([3], std), 'std'));
}

/** A graph `photo` (uint8 [1, H, W, 3], any size) → `input` (float32 [1, heightPx, widthPx, 3]): what the model of this preprocessing reads. */
export function compilePreprocessing(preprocessing: Preprocessing): Uint8Array {
  const onnx = new OnnxGraph();
  onnx.output('input', preprocess(onnx, photoInput(onnx, 1), preprocessing));
  return onnx.toBytes('preprocessing');
}

/** A graph `photo` (uint8 [1, H, W, 3], any size) → `pixels` (uint8 [1, heightPx, widthPx, 3]). */
export function compileResize(size: { readonly heightPx: number; readonly widthPx: number }): Uint8Array {
  const onnx = new OnnxGraph();
  onnx.output('pixels', resizePhoto(onnx, photoInput(onnx, 1), size));
  return onnx.toBytes('resize');
}
