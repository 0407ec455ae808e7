// Which ops have a blocked form. The choice is made here and nowhere else: what is not named runs in its portable form.
import { add } from '../ops/add.ts';
import { averagePool } from '../ops/average-pool.ts';
import { batchVariance, normalizeBatch } from '../ops/batch-normalization.ts';
import { clip } from '../ops/clip.ts';
import { conv2d } from '../ops/conv2d.ts';
import { divide } from '../ops/divide.ts';
import { elu } from '../ops/elu.ts';
import { globalAveragePool } from '../ops/global-average-pool.ts';
import { leakyRelu } from '../ops/leaky-relu.ts';
import { maxPool } from '../ops/max-pool.ts';
import { multiply } from '../ops/multiply.ts';
import type { Op } from '../ops/op.ts';
import { reduceMean } from '../ops/reduce-mean.ts';
import { relu } from '../ops/relu.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { subtract } from '../ops/subtract.ts';
import { tanh } from '../ops/tanh.ts';
import { blockedConv2d } from './conv2d.ts';
import { elementwise, perChannel } from './elementwise.ts';
import type { Form } from './form.ts';
import { fusedAdd, fusedRelu } from './fused.ts';
import { blockedAveragePool, blockedGlobalAveragePool, blockedMaxPool } from './pooling.ts';

/** Means over other axes than batch, height and width are taken from plain values. */
const channelMean: Form<{ readonly axes: readonly number[] }> = {
  ...perChannel(reduceMean),
  reads: ([x], { axes }) => (x!.isBlocked && axes.join() === '0,2,3' ? ['blocked'] : null),
};

const forms = new Map<unknown, unknown>();
function register<A>(op: Op<A>, form: Form<A>): void {
  forms.set(op, form);
}

register(add, fusedAdd);
register(averagePool, blockedAveragePool);
register(batchVariance, perChannel(batchVariance));
register(clip, elementwise(clip));
register(conv2d, blockedConv2d);
register(divide, elementwise(divide));
register(elu, elementwise(elu));
register(globalAveragePool, blockedGlobalAveragePool);
register(leakyRelu, elementwise(leakyRelu));
register(maxPool, blockedMaxPool);
register(multiply, elementwise(multiply));
register(normalizeBatch, perChannel(normalizeBatch));
register(reduceMean, channelMean);
register(relu, fusedRelu);
register(sigmoid, elementwise(sigmoid));
register(subtract, elementwise(subtract));
register(tanh, elementwise(tanh));

/** The blocked form of an op; undefined where it has none. */
export function blockedForm<A>(op: Op<A>): Form<A> | undefined {
  return forms.get(op) as Form<A> | undefined;
}
