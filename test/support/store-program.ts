// A program of the store's own in another process, for tests that kill it or run it under limits: code that may use `openStore` and whatever
// it imports, and answers by lines on its standard output.
import { spawn, type ChildProcess } from 'node:child_process';

const storeEntry = new URL('../../src/main/store/index.ts', import.meta.url).href;

export type StoreProgram = {
  readonly child: ChildProcess;
  /** Whole lines it has written so far. */
  lines(): string[];
  /** Resolves when it has ended, however it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
};

/** @param onLine told of each line as it comes. */
export function startStoreProgram(
  code: string,
  { env = {}, onLine }: { env?: Record<string, string>; onLine?: (line: string, child: ChildProcess) => void } = {},
): StoreProgram {
  const imports = `const { openStore, runTask } = await import(${JSON.stringify(storeEntry)});
    const say = text => process.stdout.write(text + '\\n');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${imports}\n${code}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  let output = '';
  let told = 0;
  child.stdout.on('data', (part: Buffer) => {
    output += part.toString();
    const whole = output.split('\n').slice(0, -1);
    for (const line of whole.slice(told)) onLine?.(line, child);
    told = whole.length;
  });
  return {
    child,
    lines: () => output.split('\n').slice(0, -1),
    ended: new Promise(resolve => child.once('close', (exit, signal) => resolve({ code: exit, signal }))),
  };
}
