// Every layer against Keras: outputs, gradients of inputs and weights, and moving statistics of all golden cases.
import { describe, expect, test } from 'vitest';
import { compileGradients } from '../../../../src/engine/compile/gradients.ts';
import { compileInference } from '../../../../src/engine/compile/inference.ts';
import { readModel } from '../../../../src/engine/graph.ts';
import { openSession } from '../../../../src/main/runtime/onnx.ts';
import { engineForms } from '../../../support/engine-forms.ts';
import { goldenJson, goldenTensors, relativeDifference } from '../../../support/golden.ts';

type Case = { readonly input: readonly number[]; readonly training: boolean };
const { cases } = goldenJson('layers/index.json') as { readonly cases: Readonly<Record<string, Case>> };

const all = Object.entries(cases);

describe.each(engineForms)('layers compute what Keras computes, by %s', (_, forms) => {
  test.each(all)('%s, with its gradients', async (name, { input, training }) => {
    const model = readModel(goldenJson(`layers/${name}.json`));
    const weights = goldenTensors(`layers/${name}.weights.safetensors`);
    const io = goldenTensors(`layers/${name}.io.safetensors`);
    const graph = compileGradients({ model, batch: input[0]!, isTraining: training, ...forms });
    const session = await openSession(graph.onnx, { threads: 1 });
    const feeds = { input: io.get('input')!, cotangent: io.get('cotangent')!, ...Object.fromEntries(weights) };
    const results = await session.run(Object.fromEntries(session.inputs.map(key => [key, feeds[key as 'input']])));
    await session.dispose();
    const expected = [...io].filter(([key]) => key !== 'input' && key !== 'cotangent');
    const differences = expected.map(([key, tensor]) => [key, relativeDifference(results[key]!, tensor)] as const);
    expect(differences.filter(([, difference]) => !(difference <= 1e-5))).toEqual([]);
  });

  test.each(all.filter(([, { training }]) => !training))(
    '%s, as a folded inference graph for any batch size',
    async name => {
      const model = readModel(goldenJson(`layers/${name}.json`));
      const io = goldenTensors(`layers/${name}.io.safetensors`);
      const onnx = compileInference({ model, weights: goldenTensors(`layers/${name}.weights.safetensors`) });
      const session = await openSession(onnx, { threads: 1 });
      const results = await session.run({ input: io.get('input')! });
      await session.dispose();
      expect(session.outputs).toHaveLength(1);
      expect(relativeDifference(results[session.outputs[0]!]!, io.get('output')!)).toBeLessThanOrEqual(1e-5);
    },
  );
});
