// What a run's numbers depend on besides its data and seed: equal bits are promised for equal versions, CPU features and threads.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { runtimeFacts } from '../runtime/onnx.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { NetworkSource } from './network-source.ts';

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

export type RunVersions = {
  readonly decoderVersion: string;
  readonly threads: number;
  readonly runtime: Pick<Runtime, 'id' | 'version'>;
  /** null: from scratch. */
  readonly source: Pick<NetworkSource, 'card' | 'sha256'> | null;
};

export function versionsOf({ decoderVersion, threads, runtime, source }: RunVersions): Record<string, string> {
  return {
    node: process.versions.node,
    onnxruntime: runtimeFacts().version,
    ...(runtime.id === 'onnx' ? {} : { [runtime.id]: runtime.version() }),
    decoder: decoderVersion,
    ...(source ? { backbone: `${source.card.name} ${source.sha256}` } : {}),
    cpu: cpuFeatures(),
    threads: String(threads),
  };
}
