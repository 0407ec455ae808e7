// Where each id stands in a list. Ids of a project are dense, so this is a table of numbers and not a Map of objects.

/** Place of an id; -1 where the list does not have it. */
export type PlaceOf = (id: number) => number;

/** Above so many table entries for each id of the list a Map is smaller. */
const sparsest = 16;
const known = new WeakMap<object, PlaceOf>();

function makePlaces(ids: ArrayLike<number>): PlaceOf {
  let highest = 0;
  for (let place = 0; place < ids.length; place++) highest = Math.max(highest, ids[place]!);
  if (highest > sparsest * ids.length + 1024) {
    const places = new Map<number, number>();
    for (let place = 0; place < ids.length; place++) places.set(ids[place]!, place);
    return id => places.get(id) ?? -1;
  }
  const places = new Int32Array(highest + 1).fill(-1);
  for (let place = 0; place < ids.length; place++) places[ids[place]!] = place;
  return id => places[id] ?? -1;
}

/** Made once for each list; the list is not to be changed afterwards. */
export function placesById(ids: ArrayLike<number>): PlaceOf {
  let places = known.get(ids);
  if (places === undefined) known.set(ids, (places = makePlaces(ids)));
  return places;
}
