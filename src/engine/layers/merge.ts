// Add, Subtract, Multiply, Average and Maximum: several inputs into one, element by element, broadcast as NumPy does.
import type { Shape, Value } from '../compile/onnx-graph.ts';
import { broadcastShape } from '../compile/onnx-math.ts';
import type { Tape } from '../compile/tape.ts';
import { add as addOp } from '../ops/add.ts';
import { maximum as maximumOp } from '../ops/maximum.ts';
import { multiply as multiplyOp } from '../ops/multiply.ts';
import { subtract as subtractOp } from '../ops/subtract.ts';
import type { LayerConfig } from './config.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';

type Merge = { readonly className: string; readonly inputs?: 2; merge(tape: Tape, inputs: readonly Value[]): Value };

const chain =
  (op: typeof addOp) =>
  (tape: Tape, inputs: readonly Value[]): Value =>
    inputs.reduce((left, right) => tape.apply(op, [left, right], {}));

const mean = (tape: Tape, inputs: readonly Value[]): Value =>
  tape.apply(multiplyOp, [chain(addOp)(tape, inputs), tape.onnx.scalar(1 / inputs.length)], {});

export const add = mergeLayer({ className: 'Add', merge: chain(addOp) });
export const subtract = mergeLayer({ className: 'Subtract', inputs: 2, merge: chain(subtractOp) });
export const multiply = mergeLayer({ className: 'Multiply', merge: chain(multiplyOp) });
export const average = mergeLayer({ className: 'Average', merge: mean });
export const maximum = mergeLayer({ className: 'Maximum', merge: chain(maximumOp) });

function mergeLayer({ className, inputs, merge }: Merge): LayerClass {
  return {
    className,
    read: config => ({
      outputShape: shapes => mergedShape(config, shapes, inputs),
      weights: noWeights,
      lower: (values, { tape }) => merge(tape, values),
    }),
  };
}

function mergedShape(config: LayerConfig, shapes: readonly Shape[], count: 2 | undefined): Shape {
  const fits = (a: number | null, b: number | null): boolean => a === b || a === 1 || b === 1;
  const first = shapes[0];
  const areAlike = shapes.every(
    shape => shape.length === first?.length && shape.every((size, axis) => fits(size, first[axis]!)),
  );
  if (!first || !areAlike || (count && shapes.length !== count)) {
    throw config.invalid(
      `${count ?? 'one or more'} inputs of shapes that fit together`,
      shapes.map(shape => `[${shape.join(', ')}]`).join(' '),
    );
  }
  return shapes.reduce(broadcastShape);
}
