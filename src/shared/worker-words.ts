// What our own child processes say before they end, and why one is gone.

const keptCharacters = 2_000;

type Errors = {
  setEncoding(encoding: 'utf8'): { on(event: 'data', listener: (text: string) => void): unknown };
};

/** The last words on a worker's standard error; one that never stops writing cannot fill our memory. */
export function keepLastWords(stderr: Errors | null): () => string {
  let kept = '';
  stderr?.setEncoding('utf8').on('data', text => (kept = (kept + text).slice(-keptCharacters)));
  return () => kept.trim();
}

/** Why a worker is gone, in a word of the message table where there is one (`reason.out-of-memory`), else what the system said. */
export function reasonOfEnd(code: number | null, signal: string | null, lastWords: string): string {
  // Linux ends the largest process with SIGKILL when memory is short; V8 and C++ say so before they abort.
  const isMemory = /heap out of memory|Array buffer allocation failed|bad_alloc|ENOMEM/i.test(lastWords);
  if (isMemory) return 'out-of-memory';
  if (signal === 'SIGKILL') return 'killed';
  const ended = signal ?? `exit ${code ?? 'unknown'}`;
  return lastWords === '' ? ended : `${ended}: ${lastWords.slice(-500)}`;
}
