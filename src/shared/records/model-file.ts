// What the command line asks of model files, and the answers of the engine worker, checked.
import { z } from 'zod';

const count = z.number().int().min(0);
const name = z.string().max(2_000);
/** Null where any size fits. */
const shape = z.array(count.nullable()).max(16).readonly();
const tensor = z.strictObject({ name, dtype: z.string().max(20), shape });

/** An input, output or weight as it is described. */
export type DescribedTensor = z.infer<typeof tensor>;

export const modelFacts = z.strictObject({
  format: z.string().max(40),
  name,
  inputs: z.array(tensor).max(1_000).readonly(),
  outputs: z.array(tensor).max(1_000).readonly(),
  /** Where the file holds a Keras graph, in its order; of an ONNX file the kinds of nodes with how many there are. */
  layers: z
    .array(z.strictObject({ name, className: name, shape, parameters: count }))
    .max(20_000)
    .readonly(),
  nodes: z.record(name, count),
  /** Where the file holds weights only. */
  tensors: z.array(tensor).max(20_000).readonly(),
  parameters: count,
});
export type ModelFacts = z.infer<typeof modelFacts>;

const written = z.strictObject({ name, bytes: count });
const compared = z.strictObject({ name, shape, largest: z.number().min(0) });

export const modelFileAnswer = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('info'), facts: modelFacts }),
  /** `largest`: the largest difference of an output, of the file read back to the model that was read. */
  z.strictObject({ action: z.literal('convert'), files: z.array(written).max(10_000), largest: z.number().min(0) }),
  z.strictObject({ action: z.literal('run'), output: tensor }),
  z.strictObject({ action: z.literal('verify'), samples: count, outputs: z.array(compared).max(1_000) }),
]);
export type ModelFileAnswer = z.infer<typeof modelFileAnswer>;

/** Paths are absolute. `like`: a file with the graph that a file of weights alone is for. */
export type ModelFileRequest =
  | { readonly action: 'info'; readonly file: string; readonly like: string | null }
  | { readonly action: 'convert'; readonly from: string; readonly to: string; readonly like: string | null }
  | {
      readonly action: 'run';
      readonly file: string;
      readonly input: string;
      readonly output: string;
      readonly like: string | null;
    }
  | { readonly action: 'verify'; readonly first: string; readonly second: string; readonly like: string | null };
