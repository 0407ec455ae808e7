// Loads a TF.js layers model with TF.js itself and prints what it gives for an input as JSON: { shape, values, parameters }.
// Run in a folder where @tensorflow/tfjs is installed: node <here>/tfjs_reads.mjs <model.json> <input.npy>
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

const [modelFile, inputFile] = process.argv.slice(2);
if (!modelFile || !inputFile) throw new Error('expected: tfjs_reads.mjs <model.json> <input.npy>');
// TF.js is no dependency of Fovea: it is found where the person who runs this has it.
const tf = createRequire(path.resolve('package.json'))('@tensorflow/tfjs');

/** Gives tf.loadLayersModel the files of a folder as its own HTTP handler would. */
const fromFiles = {
  load() {
    /** @type {{ modelTopology: object, weightsManifest: { paths: string[], weights: object[] }[] }} */
    const json = JSON.parse(readFileSync(modelFile, 'utf8'));
    const folder = path.dirname(modelFile);
    const shards = json.weightsManifest
      .flatMap(({ paths }) => paths)
      .map(shard => readFileSync(path.join(folder, shard)));
    const data = Uint8Array.from(Buffer.concat(shards)).buffer;
    const specs = json.weightsManifest.flatMap(({ weights }) => weights);
    return Promise.resolve({ modelTopology: json.modelTopology, weightSpecs: specs, weightData: data });
  },
};

/**
 * A NumPy array of float32 in C order.
 * @param {string} file
 */
function readNpy(file) {
  const bytes = readFileSync(file);
  const isLong = bytes.readUInt8(6) > 1;
  const start = (isLong ? 12 : 10) + (isLong ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  const header = bytes.toString('latin1', 10, start);
  const sides = /'descr': '<f4', 'fortran_order': False, 'shape': \(([^)]*)\)/.exec(header)?.[1];
  if (sides === undefined) throw new Error(`${file}: ${header}`);
  const shape = sides
    .split(',')
    .filter(side => side.trim() !== '')
    .map(Number);
  return tf.tensor(new Float32Array(Uint8Array.from(bytes.subarray(start)).buffer), shape);
}

await tf.setBackend('cpu');
const model = await tf.loadLayersModel(fromFiles);
const output = model.predict(readNpy(inputFile));
const [first] = Array.isArray(output) ? output : [output];
const values = Array.from(await first.data());
process.stdout.write(`${JSON.stringify({ shape: first.shape, values, parameters: model.countParams() })}\n`);
