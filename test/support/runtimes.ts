// The engines that tests run on: ONNX Runtime, and tfjs-node where FOVEA_TFJS names the folder that `npm run engine:tfjs` set it up in.
import { compileTrainingStep } from '../../src/engine/compile/training.ts';
import type { NetworkTrainerOptions } from '../../src/main/runtime/network-trainer.ts';
import { onnxRuntime, openRuntime } from '../../src/main/runtime/runtime.ts';
import type { Runtime } from '../../src/main/runtime/runtime.ts';
import { openTrainer } from '../../src/main/runtime/trainer.ts';
import type { Trainer } from '../../src/main/runtime/trainer.ts';
import { engineForms } from './engine-forms.ts';
import { required } from './shared.ts';

/** The folder of tfjs-node, or null. */
export const tfjsFolder = process.env.FOVEA_TFJS ?? null;
if (tfjsFolder === null && required.has('tfjs'))
  throw new Error('FOVEA_REQUIRE names tfjs, but FOVEA_TFJS names no folder');

export const tfjs: Runtime | null = tfjsFolder === null ? null : await openRuntime('tfjs', tfjsFolder);

export const runtimes: (readonly [string, Runtime])[] = [
  ['ONNX Runtime', onnxRuntime()],
  ...(tfjs ? [['tfjs-node', tfjs] as const] : []),
];

type OpenTrainer = (options: Omit<NetworkTrainerOptions, 'threads'>) => Promise<Trainer>;

const byTfjs: (readonly [string, OpenTrainer])[] = tfjs
  ? [['tfjs-node', options => tfjs.openTrainer({ ...options, threads: 1 })]]
  : [];

/** One trainer for each runtime. */
export const trainers: (readonly [string, OpenTrainer])[] = [
  [
    'ONNX Runtime',
    ({ training, weights, ...rest }) => openTrainer(compileTrainingStep(training), weights, { ...rest, threads: 1 }),
  ],
  ...byTfjs,
];

/** One trainer for each form of a step that ONNX Runtime computes, and tfjs-node's. */
export const formsOfTrainers: (readonly [string, OpenTrainer])[] = [
  ...engineForms.map(
    ([name, form]) =>
      [
        name,
        ({ training, weights, ...rest }: Parameters<OpenTrainer>[0]) =>
          openTrainer(compileTrainingStep({ ...training, ...form }), weights, { ...rest, threads: 1 }),
      ] as const,
  ),
  ...byTfjs,
];
