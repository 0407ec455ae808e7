// What a command of the command line is: the arguments it takes and what it does.
import type { Arguments } from './arguments.ts';
import type { Places } from './places.ts';
import type { Terminal } from './terminal.ts';

export type Command = {
  readonly options: {
    readonly options: readonly string[];
    readonly lists?: readonly string[];
    readonly flags?: readonly string[];
    readonly names: readonly string[];
    readonly optional?: number;
    readonly isLastRepeated?: boolean;
  };
  /** Resolves when it is done; 1 where the result itself is a failure. Rejects with AppErrors. */
  run(given: Arguments, terminal: Terminal, places: Places): Promise<void | 1>;
};
