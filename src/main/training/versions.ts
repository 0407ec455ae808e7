// What a run's numbers depend on besides its data and seed: equal bits are promised for equal versions, CPU features and threads.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { builtInBackbone } from '../formats/models/built-in.ts';
import { runtimeFacts } from '../runtime/onnx.ts';

/** The vector extensions that choose the runtime's kernels, as Linux names them; elsewhere the processor's name stands for them. */
const kernelFlags = ['avx2', 'fma', 'avx512f', 'avx512_vnni', 'amx_tile', 'asimd', 'asimddp', 'i8mm', 'sve'];

export function cpuFeatures(): string {
  const model = os.cpus()[0]?.model ?? os.arch();
  if (process.platform !== 'linux') return model;
  const flags = new Set(
    /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' '),
  );
  return [model, ...kernelFlags.filter(flag => flags.has(flag))].join(' ');
}

export function versionsOf(decoderVersion: string, threads: number): Record<string, string> {
  return {
    node: process.versions.node,
    onnxruntime: runtimeFacts().version,
    decoder: decoderVersion,
    backbone: `${builtInBackbone.name} ${builtInBackbone.sha256}`,
    cpu: cpuFeatures(),
    threads: String(threads),
  };
}
