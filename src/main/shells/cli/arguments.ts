// Reads a command's arguments: bad usage is an AppError `usage` with one clear line.
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { AppError } from '../../../shared/errors.ts';
import { text } from '../../../shared/messages.ts';
import type { Language } from '../../../shared/messages/message.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
const common = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
} as const satisfies Options;

export type Arguments = {
  readonly positionals: readonly string[];
  /** What an option was given; undefined where it was left out. */
  read(option: string): string | undefined;
  /** Everything an option was given that may be given several times. */
  list(option: string): readonly string[];
  isSet(option: string): boolean;
  /** A whole number in a range; undefined where it was left out. */
  number(option: string, least: number, most: number): number | undefined;
  /** The option, or the usage error that it is missing. */
  required(option: string): string;
};

export const usage = (reason: string): AppError => new AppError('usage', { reason });

/**
 * `names` says what the positional arguments are called, for the message about a missing one; `optional` of them may be left out, and with
 * `isLastRepeated` the last one may stand several times.
 */
export function readArguments(
  language: Language,
  argv: readonly string[],
  accepted: {
    readonly options: readonly string[];
    readonly lists?: readonly string[];
    readonly flags?: readonly string[];
    readonly names: readonly string[];
    readonly optional?: number;
    readonly isLastRepeated?: boolean;
  },
): Arguments {
  const own = Object.fromEntries(accepted.options.map(name => [name, { type: 'string' } as const]));
  const flags = Object.fromEntries((accepted.flags ?? []).map(name => [name, { type: 'boolean' } as const]));
  const lists = Object.fromEntries(
    (accepted.lists ?? []).map(name => [name, { type: 'string', multiple: true } as const]),
  );
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({
      args: [...argv],
      options: { ...common, ...own, ...lists, ...flags },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw usage(text(language, 'cli.usage.option', { reason: error.message.split(/\. |\.?\n/)[0]! }));
  }
  const { values, positionals } = parsed;
  const isHelp = values['help'] === true;
  const least = accepted.names.length - (accepted.optional ?? 0);
  // An empty argument would stand for the folder that the terminal is in.
  const missing = accepted.names.find((_, place) =>
    place < positionals.length ? positionals[place] === '' : place < least,
  );
  if (!isHelp && missing !== undefined) throw usage(text(language, 'cli.usage.missing', { what: `<${missing}>` }));
  const extra = positionals[accepted.names.length];
  if (extra !== undefined && accepted.isLastRepeated !== true)
    throw usage(text(language, 'cli.usage.extra', { what: extra }));

  const empty = accepted.options.find(option => values[option] === '');
  if (empty !== undefined) throw usage(text(language, 'cli.usage.missing', { what: `--${empty} <…>` }));

  const read = (option: string): string | undefined => values[option] as string | undefined;
  return {
    positionals,
    read,
    list: option => (values[option] as readonly string[] | undefined) ?? [],
    isSet: option => values[option] === true,
    number(option, lowest, highest) {
      const given = read(option);
      if (given === undefined) return undefined;
      const value = /^\d+$/.test(given) ? Number(given) : NaN;
      if (value >= lowest && value <= highest) return value;
      throw usage(
        text(language, 'cli.usage.number', {
          option: `--${option}`,
          least: String(lowest),
          most: String(highest),
          given,
        }),
      );
    },
    required(option) {
      const given = read(option);
      if (given === undefined) throw usage(text(language, 'cli.usage.missing', { what: `--${option}` }));
      return given;
    },
  };
}
