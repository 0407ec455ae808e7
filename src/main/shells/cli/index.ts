// The command line: finds the command, reads its arguments, runs it, and turns what comes of it into text, JSON and an exit code.
import { AppError, toErrorRecord, type ErrorRecord } from '../../../shared/errors.ts';
import { errorText, text, type MessageKey } from '../../../shared/messages.ts';
import type { Language } from '../../../shared/messages/message.ts';
import { readArguments, usage } from './arguments.ts';
import { modelAdd, modelDownload, modelList, modelRemove } from './backbones.ts';
import { annotations } from './annotations.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { convert } from './convert.ts';
import { exportModel } from './export.ts';
import { importAnnotations } from './import.ts';
import { frames } from './frames.ts';
import { modelConvert, modelInfo, modelRun, modelVerify } from './model.ts';
import { places } from './places.ts';
import { predict } from './predict.ts';
import { restore } from './restore.ts';
import { sample } from './sample.ts';
import { selfTest } from './self-test.ts';
import { serveCommand } from './serve.ts';
import { createTerminal } from './terminal.ts';
import { train } from './train.ts';

const commands: ReadonlyMap<string, { readonly command: Command; readonly help: MessageKey }> = new Map([
  ['train', { command: train, help: 'cli.help.train' }],
  ['predict', { command: predict, help: 'cli.help.predict' }],
  ['export', { command: exportModel, help: 'cli.help.export' }],
  ['model info', { command: modelInfo, help: 'cli.help.model' }],
  ['model convert', { command: modelConvert, help: 'cli.help.model' }],
  ['model run', { command: modelRun, help: 'cli.help.model' }],
  ['model verify', { command: modelVerify, help: 'cli.help.model' }],
  ['model list', { command: modelList, help: 'cli.help.backbones' }],
  ['model download', { command: modelDownload, help: 'cli.help.backbones' }],
  ['model add', { command: modelAdd, help: 'cli.help.backbones' }],
  ['model remove', { command: modelRemove, help: 'cli.help.backbones' }],
  ['import', { command: importAnnotations, help: 'cli.help.import' }],
  ['annotations', { command: annotations, help: 'cli.help.annotations' }],
  ['convert', { command: convert, help: 'cli.help.convert' }],
  ['check', { command: check, help: 'cli.help.check' }],
  ['frames', { command: frames, help: 'cli.help.frames' }],
  ['restore', { command: restore, help: 'cli.help.restore' }],
  ['serve', { command: serveCommand, help: 'cli.help.serve' }],
  ['sample', { command: sample, help: 'cli.help.sample' }],
  ['self-test', { command: selfTest, help: 'cli.help.self-test' }],
]);

type Streams = { readonly out: NodeJS.WritableStream; readonly err: NodeJS.WritableStream };

/** Runs one command. Gives the exit code: 0 done, 1 failed, 2 bad usage. Never rejects. */
export async function main(
  argv: readonly string[],
  streams: Streams = { out: process.stdout, err: process.stderr },
): Promise<0 | 1 | 2> {
  const isJson = argv.includes('--json');
  let language = systemLanguage();
  try {
    language = languageIn(argv) ?? language;
    const [first = '--help', ...others] = argv[0] === '--self-test' ? ['self-test', ...argv.slice(1)] : argv;
    // The commands of models are two words.
    const [name, rest] = first === 'model' ? [`model ${others[0] ?? '--help'}`, others.slice(1)] : [first, others];
    if (name === 'model --help' || name === 'model -h') {
      streams.out.write(`${text(language, 'cli.help.model')}\n\n${text(language, 'cli.help.backbones')}\n`);
      return 0;
    }
    if (name === '--help' || name === '-h' || name === 'help') {
      streams.out.write(`${text(language, 'cli.help')}\n`);
      return 0;
    }
    const found = commands.get(name);
    if (found === undefined) throw usage(text(language, 'cli.usage.command', { command: name }));
    const given = readArguments(language, rest, found.command.options);
    if (given.isSet('help')) {
      streams.out.write(`${text(language, found.help)}\n`);
      return 0;
    }
    return (await found.command.run(given, createTerminal(language, isJson, streams), places())) ?? 0;
  } catch (error) {
    return fail(error, { language, isJson, streams });
  }
}

function fail(
  error: unknown,
  { language, isJson, streams }: { language: Language; isJson: boolean; streams: Streams },
): 1 | 2 {
  const record = toErrorRecord(error);
  if (record.code === 'internal' && error instanceof Error) streams.err.write(`${error.stack ?? error.message}\n`);
  else streams.err.write(`${errorText(language, record)}\n`);
  if (error instanceof AppError && error.code === 'usage') return 2;
  if (isJson) streams.out.write(`${JSON.stringify({ error: documentOf(record) })}\n`);
  return 1;
}

const documentOf = (record: ErrorRecord) => ({
  code: record.code,
  message: errorText('en', record),
  details: record.details,
});

function systemLanguage(): Language {
  return (process.env['LC_ALL'] ?? process.env['LANG'] ?? '').startsWith('ko') ? 'ko' : 'en';
}

/** What --lang says, looked for before anything else so that even bad usage is explained in it. */
function languageIn(argv: readonly string[]): Language | undefined {
  const place = argv.findIndex(argument => argument === '--lang' || argument.startsWith('--lang='));
  if (place === -1) return undefined;
  const given = argv[place]!.includes('=') ? argv[place]!.slice('--lang='.length) : (argv[place + 1] ?? '');
  if (given === 'en' || given === 'ko') return given;
  throw usage(text('en', 'cli.usage.lang', { given }));
}
