// Secrets of one start of the serve shell: session cookie, header token, one-time links. All are 256 bits and new every start.
import { randomBytes, timingSafeEqual } from 'node:crypto';

const badTokensPerMinute = 20;
const newSecret = (): string => randomBytes(32).toString('base64url');

/** Compares without telling by its time how much was right. */
export function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export type Secrets = {
  readonly cookie: string;
  readonly token: string;
  /** A new one-time word; those before it are good no more. */
  newOnce(): string;
  /** True once for the newest word. */
  useOnce(word: string): boolean;
  /** Counts a wrong secret; from twenty in a minute on, the one-time link is withdrawn. */
  countBad(): void;
  /** No link is taken until a person makes a new one. */
  isShut(): boolean;
};

export function createSecrets(now: () => number = Date.now): Secrets {
  let once: string | null = null;
  let bad: number[] = [];
  let isShut = false;
  return {
    cookie: newSecret(),
    token: newSecret(),
    newOnce() {
      isShut = false;
      bad = [];
      once = newSecret();
      return once;
    },
    useOnce(word) {
      if (once === null || !isSame(word, once)) return false;
      once = null;
      return true;
    },
    countBad() {
      bad = [...bad.filter(at => at > now() - 60_000), now()];
      if (bad.length < badTokensPerMinute) return;
      isShut = true;
      once = null;
    },
    isShut: () => isShut,
  };
}
