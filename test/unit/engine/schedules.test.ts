// Learning-rate schedules against Keras' numbers.
import { expect, test } from 'vitest';
import {
  cosine,
  cosineRestarts,
  exponential,
  legacyDecay,
  oneCycle,
  piecewise,
  polynomial,
} from '../../../src/engine/schedules.ts';
import type { Schedule } from '../../../src/engine/schedules.ts';
import { goldenJson } from '../../support/golden.ts';

const { steps, tables } = goldenJson('optimizers/schedules.json') as {
  steps: number[];
  tables: Record<string, number[]>;
};

const schedules: Record<string, Schedule> = {
  'cosine(0.1, decay_steps=100)': cosine({ initial: 0.1, steps: 100 }),
  'cosine(0.1, decay_steps=100, alpha=0.01)': cosine({ initial: 0.1, steps: 100, lowest: 0.01 }),
  'cosine(0.0, decay_steps=90, warmup_target=0.1, warmup_steps=10)': cosine({
    initial: 0,
    steps: 90,
    warmup: { target: 0.1, steps: 10 },
  }),
  'exponential(0.1, decay_steps=20, decay_rate=0.5)': exponential({ initial: 0.1, steps: 20, rate: 0.5 }),
  'exponential(0.1, decay_steps=20, decay_rate=0.5, staircase)': exponential({
    initial: 0.1,
    steps: 20,
    rate: 0.5,
    inStairs: true,
  }),
  'legacy_decay(0.2, decay=0.01)': legacyDecay({ initial: 0.2, decay: 0.01 }),
  'legacy_decay(0.01, decay=0.001)': legacyDecay({ initial: 0.01, decay: 0.001 }),
  'piecewise([10, 50], [0.1, 0.05, 0.01])': piecewise({ boundaries: [10, 50], rates: [0.1, 0.05, 0.01] }),
  'polynomial(0.1, decay_steps=100, end=0.001, power=2)': polynomial({
    initial: 0.1,
    end: 0.001,
    steps: 100,
    power: 2,
  }),
  'cosine_restarts(0.1, first=30, t_mul=2, m_mul=0.5)': cosineRestarts({
    initial: 0.1,
    first: 30,
    stretch: 2,
    shrink: 0.5,
  }),
};

test.each(Object.keys(tables))('%s follows Keras step by step', name => {
  // Keras computes in float32: near the end of a cosine that is 1e-8 of the highest rate.
  steps.forEach((step, place) => expect(schedules[name]!(step)).toBeCloseTo(tables[name]![place]!, 7));
});

test('one cycle follows PyTorch’s OneCycleLR(max_lr=0.1, total_steps=100) and stays low after it', () => {
  // torch 2.15, cycle_momentum=False, in double precision.
  const expected = [
    [0, 0.0040000000000000036],
    [1, 0.004281378056590748],
    [10, 0.029516394846410082],
    [28, 0.09971862194340926],
    [29, 0.1],
    [30, 0.09994965352845243],
    [31, 0.09979871550490317],
    [50, 0.0793893450575732],
    [75, 0.026306861650082565],
    [98, 5.07464715475788e-5],
    [99, 4e-7],
    [100, 4e-7],
  ] as const;
  const schedule = oneCycle({ highest: 0.1, steps: 100 });
  for (const [step, rate] of expected) expect(schedule(step)).toBeCloseTo(rate, 12);
});
