// Keeps a few loads going while the one before is worked on: photos are decoded by other processes while this one computes.

export type Loaded<Item, Value> = { readonly item: Item; readonly outcome: PromiseSettledResult<Value> };

/** The items in their order, each with what its load came to; at most `ahead` loads are started and not yet taken, which bounds memory. */
export async function* loadAhead<Item, Value>(
  items: Iterable<Item>,
  load: (item: Item) => Promise<Value>,
  ahead: number,
): AsyncGenerator<Loaded<Item, Value>> {
  const started: Promise<Loaded<Item, Value>>[] = [];
  const source = items[Symbol.iterator]();
  const startNext = (): void => {
    const { value: item, done } = source.next();
    if (done) return;
    // Settled here, because a load may fail long before its turn comes.
    started.push(Promise.allSettled([load(item)]).then(([outcome]) => ({ item, outcome })));
  };
  for (let count = 0; count < ahead; count++) startNext();
  for (let next = started.shift(); next; next = started.shift()) {
    startNext();
    yield await next;
  }
}
