// Finds NaN and infinity among tensors after every step: small ones are summed here, large ones by ONNX Runtime, which takes a quarter of the time.
import { OnnxGraph } from '../../engine/compile/onnx-graph.ts';
import { reduce } from '../../engine/compile/onnx-math.ts';
import type { GraphValue } from '../../engine/compile/training-graph.ts';
import { elementCount, float32Tensor, toFloat32 } from '../../engine/tensor.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { isFiniteTensor } from '../../engine/weights.ts';
import { openSession } from './onnx.ts';
import type { Session, SessionOptions } from './onnx.ts';

export type FiniteCheck = {
  /** The name of a value that holds NaN or infinity; undefined where all are finite. */
  firstBad(tensors: ReadonlyMap<string, Tensor>): Promise<string | undefined>;
  dispose(): Promise<void>;
};

/** From here on a call of the graph is worth it. */
const leastForGraph = 65_536;

/** A check of these values, always on the CPU: both 20.9 million weights and as many momenta take 20 ms with 2 threads. */
export async function openFiniteCheck(
  values: readonly GraphValue[],
  { threads }: Pick<SessionOptions, 'threads'>,
): Promise<FiniteCheck> {
  const large = values.filter(({ shape }) => elementCount(shape) >= leastForGraph).map(({ name }) => name);
  const session = large.length === 0 ? undefined : await openSumOf(values, new Set(large), threads);

  async function areLargeFinite(tensors: ReadonlyMap<string, Tensor>): Promise<boolean> {
    if (!session) return true;
    const rows = large.map(name => [name, asRow(tensors.get(name)!)] as const);
    const { sum } = await session.run(Object.fromEntries(rows));
    return isFiniteTensor(sum!);
  }

  return {
    async firstBad(tensors) {
      const isBad = ({ name }: GraphValue): boolean => !isFiniteTensor(tensors.get(name)!);
      // A float32 sum of finite values may overflow: the values themselves decide.
      const suspected = (await areLargeFinite(tensors)) ? values.filter(({ name }) => !large.includes(name)) : values;
      return suspected.find(isBad)?.name;
    },
    async dispose() {
      await session?.dispose();
    },
  };
}

/** NaN and infinity stay in a sum whatever is added. */
function openSumOf(values: readonly GraphValue[], names: ReadonlySet<string>, threads: number): Promise<Session> {
  const onnx = new OnnxGraph();
  const sums = values
    .filter(({ name }) => names.has(name))
    .map(({ name, dtype, shape }) =>
      reduce(onnx, 'ReduceSum', onnx.input(name, dtype, [1, elementCount(shape)]), [1], false),
    );
  onnx.output('sum', onnx.node('Sum', sums, [1]));
  return openSession(onnx.toBytes('finite check'), { threads });
}

const asRow = (tensor: Tensor): Tensor => float32Tensor([1, tensor.data.length], toFloat32(tensor));
