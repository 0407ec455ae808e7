// `fovea model info|convert|run|verify`: what is in a model's file, the same model in another format, its results, and whether two are the same.
import path from 'node:path';
import { askModelFile } from '../../core/model-files.ts';
import { threadsOf } from '../../core/settings.ts';
import { text } from '../../../shared/messages.ts';
import type { Language } from '../../../shared/messages/message.ts';
import type { ModelFileAnswer, ModelFileRequest, ModelFacts } from '../../../shared/records/model-file.ts';
import { defaultSettings } from '../../../shared/records/project.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import type { Places } from './places.ts';

/** Outputs this far apart are the same model: float32 sums in another order. */
const sameWithin = 1e-4;

type Answer<Action extends ModelFileAnswer['action']> = Extract<ModelFileAnswer, { readonly action: Action }>;

async function ask<Request extends ModelFileRequest>(
  request: Request,
  { resourcesFolder }: Places,
): Promise<Answer<Request['action']>> {
  const answer = await askModelFile(request, { resourcesFolder, threads: threadsOf(defaultSettings) });
  return answer as Answer<Request['action']>;
}

const likeOf = (given: Arguments): string | null => {
  const like = given.read('like');
  return like === undefined ? null : placeOf(like);
};
const placeOf = (name: string): string => (name === 'built-in' ? name : path.resolve(name));
const fileAt = (given: Arguments, place: number): string => placeOf(given.positionals[place]!);

export const modelInfo: Command = {
  options: { options: ['like'], names: ['file'] },
  async run(given, terminal, places) {
    const { facts } = await ask({ action: 'info', file: fileAt(given, 0), like: likeOf(given) }, places);
    terminal.result(facts, factsText(terminal.language, facts));
  },
};

export const modelConvert: Command = {
  options: { options: ['like'], names: ['in', 'out'] },
  async run(given, terminal, places) {
    const [from, to] = [fileAt(given, 0), fileAt(given, 1)];
    const { files, largest } = await ask({ action: 'convert', from, to, like: likeOf(given) }, places);
    const names = files.map(({ name }) => path.join(path.dirname(to), name)).join(', ');
    const done = { files: names, largest: largest.toExponential(1) };
    terminal.result({ files, largest }, text(terminal.language, 'cli.model.converted', done));
    return largest <= sameWithin ? undefined : 1;
  },
};

export const modelRun: Command = {
  options: { options: ['input', 'output', 'like'], names: ['file'] },
  async run(given, terminal, places) {
    const output = path.resolve(given.required('output'));
    const request = {
      action: 'run',
      file: fileAt(given, 0),
      input: path.resolve(given.required('input')),
      output,
    } as const;
    const { output: result } = await ask({ ...request, like: likeOf(given) }, places);
    const shape = shapeText(result.shape);
    terminal.result(result, text(terminal.language, 'cli.model.ran', { name: result.name, shape, file: output }));
  },
};

export const modelVerify: Command = {
  options: { options: ['like'], names: ['a', 'b'] },
  async run(given, terminal, places) {
    const [first, second] = [fileAt(given, 0), fileAt(given, 1)];
    const { samples, outputs } = await ask({ action: 'verify', first, second, like: likeOf(given) }, places);
    const largest = Math.max(...outputs.map(output => output.largest));
    const isSame = largest <= sameWithin;
    const key = isSame ? 'cli.model.same' : 'cli.model.different';
    terminal.result(
      { same: isSame, largest, samples, outputs },
      text(terminal.language, key, { samples, largest: largest.toExponential(1) }),
    );
    return isSame ? undefined : 1;
  },
};

const shapeText = (shape: readonly (number | null)[]): string => `[${shape.map(size => size ?? '·').join(', ')}]`;

function factsText(language: Language, facts: ModelFacts): string {
  const say = (key: 'format' | 'inputs' | 'outputs' | 'parameters' | 'layers' | 'tensors' | 'nodes'): string =>
    text(language, `cli.model.${key}`);
  const described = (tensors: ModelFacts['inputs']): string =>
    tensors.map(({ name, dtype, shape }) => `${name} ${dtype} ${shapeText(shape)}`).join(', ');
  const head = [
    [say('format'), `${facts.format} (${facts.name})`],
    ...(facts.inputs.length > 0 ? [[say('inputs'), described(facts.inputs)]] : []),
    ...(facts.outputs.length > 0 ? [[say('outputs'), described(facts.outputs)]] : []),
    [say('parameters'), facts.parameters.toLocaleString('en-US')],
  ];
  const layers = facts.layers.map(({ name, className, shape, parameters }) => [
    name,
    className,
    shapeText(shape),
    parameters.toLocaleString('en-US'),
  ]);
  const tensors = facts.tensors.map(({ name, dtype, shape }) => [name, dtype, shapeText(shape)]);
  const nodes = Object.entries(facts.nodes).map(([type, count]) => [type, String(count)]);
  const parts = [table(head)];
  if (layers.length > 0) parts.push(`${say('layers')}\n${table(layers)}`);
  else if (tensors.length > 0) parts.push(`${say('tensors')}\n${table(tensors)}`);
  if (nodes.length > 0) parts.push(`${say('nodes')}\n${table(nodes)}`);
  return parts.join('\n\n');
}

/** Columns as wide as their longest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map(row => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map(row => row[at]?.length ?? 0)));
  return rows
    .map(row =>
      row
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
