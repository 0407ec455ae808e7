// On Windows a virus scanner or an indexer holds a new file for moments: what fails because of that is tried again.

const tries = 10;
const firstWaitMs = 20;
const longestWaitMs = 1_000;
/** What Windows answers while another program holds a file; on other systems these mean what they say. */
const held: ReadonlySet<string> = new Set(['EBUSY', 'EPERM', 'EACCES']);

/** Waits between tries: 20 ms at first, then twice as long each time, a second at most; five seconds together. */
export const patienceMs = (attempt: number): number => Math.min(longestWaitMs, firstWaitMs * 2 ** attempt);

/**
 * Opens, renames or removes a file: on `win32` up to ten times while somebody else holds it. Rejects with the last error.
 * `wait` is for tests.
 */
export async function patiently<Result>(
  system: string,
  act: () => Promise<Result>,
  wait: (ms: number) => Promise<unknown> = ms => new Promise(resolve => setTimeout(resolve, ms)),
): Promise<Result> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      const { code } = error as { readonly code?: unknown };
      const isHeld = system === 'win32' && typeof code === 'string' && held.has(code);
      if (!isHeld || attempt === tries - 1) throw error;
      await wait(patienceMs(attempt));
    }
  }
}
