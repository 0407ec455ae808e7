// Pictures of the photo on the screen and of those that likely come next: fetched and decoded before they are shown, few at a time, and let go
// of as soon as nobody wants them, on their way or not.

export type PictureState<Decoded> =
  { readonly kind: 'waiting' } | { readonly kind: 'ready'; readonly picture: Decoded } | { readonly kind: 'failed' };

/** A picture on its way, decoded in the end. After `drop` it is fetched no further, and its memory is given back. */
export type LoadingPicture<Decoded> = { readonly done: Promise<Decoded>; readonly drop: () => void };

type Entry<Decoded> = LoadingPicture<Decoded> & { state: PictureState<Decoded> };

const waiting = { kind: 'waiting' } as const;
const failed = { kind: 'failed' } as const;

/** Each keeps a core of the machine busy while it is made. */
const picturesAtOnce = 2;

export class PicturesAhead<Decoded> {
  readonly #load: (address: string) => LoadingPicture<Decoded>;
  readonly #entries = new Map<string, Entry<Decoded>>();
  readonly #listeners = new Set<() => void>();
  #wanted: readonly string[] = [];
  /** How many of the wanted may be fetched now. */
  #fetched = 0;

  constructor(load: (address: string) => LoadingPicture<Decoded>) {
    this.#load = load;
  }

  /** These and no others are wanted from now on, the first is on the screen. What is not there yet waits for `fetch`. */
  want(addresses: readonly string[]): void {
    this.#wanted = addresses;
    this.#fetched = 0;
    for (const [address, entry] of this.#entries) {
      if (addresses.includes(address)) continue;
      this.#entries.delete(address);
      entry.drop();
    }
  }

  /** Fetches up to the `count` first of the wanted, in their order; the first has the machine to itself. */
  fetch(count = Infinity): void {
    this.#fetched = count;
    this.#startNext();
  }

  /** The same object until it changes. A picture that is ready is good for as long as it is wanted. */
  state(address: string): PictureState<Decoded> {
    return this.#entries.get(address)?.state ?? waiting;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #startNext(): void {
    for (const [rank, address] of this.#wanted.slice(0, this.#fetched).entries()) {
      if (this.#entries.has(address)) continue;
      if (rank > 0 && (this.state(this.#wanted[0]!) === waiting || this.#waiting() >= picturesAtOnce)) return;
      this.#start(address);
    }
  }

  #waiting(): number {
    return [...this.#entries.values()].filter(({ state }) => state === waiting).length;
  }

  #start(address: string): void {
    const entry: Entry<Decoded> = { ...this.#load(address), state: waiting };
    this.#entries.set(address, entry);
    const settle = (state: PictureState<Decoded>): void => {
      entry.state = state;
      if (this.#entries.get(address) !== entry) return;
      for (const listener of this.#listeners) listener();
      this.#startNext();
    };
    entry.done.then(
      picture => settle({ kind: 'ready', picture }),
      () => settle(failed),
    );
  }
}
