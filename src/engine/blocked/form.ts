// What a blocked form is: another way to compute an op and its gradient, with values in the blocked layout.
import type { Shape, Value } from '../compile/onnx-graph.ts';
import type { Backward } from '../ops/op.ts';
import type { Blocks, Layout } from './layout.ts';

export type Form<A> = {
  /** The layout in which each input is read, or null where this form is not for these inputs. */
  reads(inputs: readonly Value[], attributes: A, size: number): readonly Layout[] | null;
  /** The output, in the layout that suits it; its `shape` is the op's. */
  forward(blocks: Blocks, inputs: readonly Value[], attributes: A, shape: Shape): Value;
  /** As an op's gradient. `at.gradient` has the layout of the output; the answers may have any. */
  gradient(blocks: Blocks, at: Backward<A>): readonly (Value | undefined)[];
};
