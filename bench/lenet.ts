// LeNet: trains LeNet-5 from scratch on the 10,000 digits of MNIST's test files, 9,000 to learn from (shifted, turned and scaled a
// little) and 1,000 to score once at the end. Needs ../shared.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compileInference } from '../src/engine/compile/inference.ts';
import { compileTrainingStep } from '../src/engine/compile/training.ts';
import { cosine } from '../src/engine/schedules.ts';
import { float32Tensor } from '../src/engine/tensor.ts';
import { initialWeights } from '../src/engine/weights.ts';
import { lenet5 } from '../src/engine/zoo/lenet5.ts';
import { openSession } from '../src/main/runtime/onnx.ts';
import { openTrainer } from '../src/main/runtime/trainer.ts';
import { mulberry32, shuffled } from '../src/shared/random.ts';
import { sharedFolder } from '../test/support/shared.ts';

const seed = 1;
const side = 28;
const pixels = side * side;
const classes = 10;
const trainCount = 9_000;
const batch = 64;
const epochs = 15;
const threads = Math.min(2, os.availableParallelism());

if (sharedFolder === null) throw new Error('MNIST is in ../shared, which is not there.');
const folder = path.join(sharedFolder, 'data/photos/mnist_t10k');
/** IDX files: a header, then bytes. */
const read = (name: string, header: number): Uint8Array =>
  gunzipSync(readFileSync(path.join(folder, name))).subarray(header);
const images = read('t10k-images-idx3-ubyte.gz', 16);
const labels = read('t10k-labels-idx1-ubyte.gz', 8);

const random = mulberry32(seed);
const order = shuffled(
  Array.from({ length: labels.length }, (_, at) => at),
  random,
);
const train = order.slice(0, trainCount);
const test = order.slice(trainCount);

/** One digit, shifted by up to 2 pixels, turned by up to 10°, scaled by up to a tenth; bilinear. */
function writeVaried(into: Float32Array, at: number, digit: number): void {
  const angle = ((2 * random() - 1) * 10 * Math.PI) / 180;
  const scale = 1 + (2 * random() - 1) * 0.1;
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const [right, down] = [2 * (2 * random() - 1), 2 * (2 * random() - 1)];
  const middle = (side - 1) / 2;
  const pixel = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= side || y >= side ? 0 : images[digit * pixels + y * side + x]!;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const fromX = cos * (x - middle) + sin * (y - middle) + middle - right;
      const fromY = cos * (y - middle) - sin * (x - middle) + middle - down;
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      const [alongX, alongY] = [fromX - left, fromY - top];
      const above = pixel(left, top) * (1 - alongX) + pixel(left + 1, top) * alongX;
      const below = pixel(left, top + 1) * (1 - alongX) + pixel(left + 1, top + 1) * alongX;
      into[at * pixels + y * side + x] = (above * (1 - alongY) + below * alongY) / 255;
    }
  }
}

const startMs = performance.now();
const model = lenet5({ classes });
const step = compileTrainingStep({
  model,
  batch,
  loss: { kind: 'categorical-cross-entropy', labels: 'class-numbers' },
  optimizer: { kind: 'adam' },
});
const trainer = await openTrainer(step, initialWeights(model, random), { threads });
const stepsPerEpoch = Math.floor(trainCount / batch);
const rateAt = cosine({ initial: 2e-3, steps: epochs * stepsPerEpoch });
for (let epoch = 0; epoch < epochs; epoch++) {
  const digits = shuffled(train, random);
  let loss = 0;
  for (let turn = 0; turn < stepsPerEpoch; turn++) {
    const input = float32Tensor([batch, side, side, 1]);
    const targets = new Int32Array(batch);
    for (let at = 0; at < batch; at++) {
      const digit = digits[turn * batch + at]!;
      writeVaried(input.data as Float32Array, at, digit);
      targets[at] = labels[digit]!;
    }
    const rate = rateAt(epoch * stepsPerEpoch + turn);
    const done = await trainer.step({ input, targets: { dtype: 'int32', shape: [batch], data: targets } }, rate);
    loss += done.loss / stepsPerEpoch;
  }
  console.log(`epoch ${epoch + 1} of ${epochs}: loss ${loss.toFixed(4)}`);
}
const weights = trainer.weights();
await trainer.dispose();

const session = await openSession(compileInference({ model, weights, batch: test.length }), { threads });
const input = float32Tensor([test.length, side, side, 1]);
test.forEach((digit, at) => {
  for (let pixel = 0; pixel < pixels; pixel++)
    (input.data as Float32Array)[at * pixels + pixel] = images[digit * pixels + pixel]! / 255;
});
const { probabilities } = await session.run({ input });
await session.dispose();
const correct = test.filter((digit, at) => {
  const row = (probabilities!.data as Float32Array).subarray(at * classes, (at + 1) * classes);
  return row.indexOf(Math.max(...row)) === labels[digit];
}).length;
const results = {
  accuracy: correct / test.length,
  correct,
  total: test.length,
  seconds: round(performance.now() - startMs),
};
console.table([results]);
console.log(JSON.stringify({ benchmark: 'lenet', cpu: os.cpus()[0]?.model, threads, epochs, results }));

function round(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
