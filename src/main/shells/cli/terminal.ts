// What a command may say: results on standard output, everything else on standard error.
import type { EventLine } from '../../../shared/events.ts';
import { errorText, text, type MessageKey } from '../../../shared/messages.ts';
import type { Language, MessageParams } from '../../../shared/messages/message.ts';
import type { ErrorRecord } from '../../../shared/errors.ts';
import type { WorkKind } from '../../../shared/records/project.ts';

export type Terminal = {
  readonly language: Language;
  readonly isJson: boolean;
  /** The result: the document with --json, otherwise the text for people, '' where there is nothing to say. Once per command. */
  result(document: unknown, forPeople: string): void;
  /** A line on standard error. */
  say(key: MessageKey, params?: MessageParams): void;
  error(error: ErrorRecord): void;
  /** Shows how far work is: one line that is written over on a terminal, a line every few seconds elsewhere. */
  progress(kind: WorkKind, done: number, total: number): void;
};

const everyMs = 2_000;
const onTerminalEveryMs = 100;

export function createTerminal(
  language: Language,
  isJson: boolean,
  { out, err }: { readonly out: NodeJS.WritableStream; readonly err: NodeJS.WritableStream & { isTTY?: boolean } },
): Terminal {
  let lastMs = 0;
  let isLineOpen = false;
  function line(content: string): void {
    err.write(`${isLineOpen ? '\n' : ''}${content}\n`);
    isLineOpen = false;
  }
  return {
    language,
    isJson,
    result(document, forPeople) {
      if (isJson) out.write(`${JSON.stringify(document)}\n`);
      else if (forPeople !== '') out.write(`${forPeople}\n`);
    },
    say: (key, params) => line(text(language, key, params)),
    error: error => line(errorText(language, error)),
    progress(kind, done, total) {
      const nowMs = performance.now();
      const isTerminal = err.isTTY === true;
      if (nowMs - lastMs < (isTerminal ? onTerminalEveryMs : everyMs) && done < total) return;
      lastMs = nowMs;
      const counted = total > 0 ? ` ${done}/${total}` : '';
      const content = `${text(language, `cli.progress.${kind}`)}${counted}`;
      if (!isTerminal) line(content);
      else {
        err.write(`\r\u001b[K${content}`);
        isLineOpen = true;
      }
    },
  };
}

/** Passes the core's work events to the terminal. */
export function showProgress(terminal: Terminal): (line: EventLine) => void {
  return ({ event, data }) => {
    if (event === 'work:progress' && data.state === 'running') terminal.progress(data.kind, data.done, data.total);
  };
}
