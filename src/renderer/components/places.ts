// The places of the page and their addresses: a hash router of our own. Features reach each other only through here.
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

/** Every place, with the parameters that stand in its path; others follow a question mark. */
const places = {
  photos: [],
  label: ['photo'],
  train: [],
  results: ['run'],
  predict: [],
  models: ['model'],
  /** Looking at annotations before they come in. */
  import: [],
  health: [],
  backups: [],
  settings: [],
  help: ['page'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type PlaceName = keyof typeof places;
/** Parameters are text: `#/label/12` is { photo: '12' }, `#/photos?class=2` is { class: '2' }. */
export type PlaceParams = Readonly<Record<string, string>>;
export type Place = { readonly name: PlaceName; readonly params: PlaceParams };

/** Places of a project in the order of the top bar; Alt+1 is the first. */
export const projectPlaces = [
  'photos',
  'label',
  'train',
  'results',
  'predict',
  'models',
] as const satisfies PlaceName[];

/** Reads an address. Anything unknown is the photos. */
export function parsePlace(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?');
  const [name = '', ...values] = path.split('/').map(part => decode(part));
  if (!Object.hasOwn(places, name)) return { name: 'photos', params: {} };
  const params: Record<string, string> = Object.fromEntries(new URLSearchParams(query));
  places[name as PlaceName].forEach((key, index) => {
    if (values[index]) params[key] = values[index];
  });
  return { name: name as PlaceName, params };
}

/** The address of a place. */
export function placeHash(name: PlaceName, params: Readonly<Record<string, string | number>> = {}): string {
  const inPath: readonly string[] = places[name];
  const values = inPath.map(key => params[key]).filter(value => value !== undefined);
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (!inPath.includes(key)) query.set(key, String(value));
  const text = query.toString();
  return `#/${[name, ...values.map(value => encodeURIComponent(String(value)))].join('/')}${text === '' ? '' : `?${text}`}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A hand-written address with a lone percent sign: taken as it stands.
    return part;
  }
}

let current: Place = parsePlace(location.hash);
const listeners = new Set<() => void>();
const guards = new Set<(to: Place) => boolean>();
const mayGoTo = (next: Place): boolean => [...guards].every(guard => guard(next));

function arrive(next: Place): void {
  current = next;
  for (const listener of listeners) listener();
}

window.addEventListener('hashchange', () => {
  const next = parsePlace(location.hash);
  if (mayGoTo(next)) arrive(next);
  // Whatever changed the address (a link, the Back button, a command): the page stays where it is.
  else history.replaceState(null, '', placeHash(current.name, current.params));
});

/** Goes to a place. `replace`: without a step in the browser's history (for small moves within a place). */
export function navigate(
  name: PlaceName,
  params: Readonly<Record<string, string | number>> = {},
  { replace = false }: { readonly replace?: boolean } = {},
): void {
  const hash = placeHash(name, params);
  if (hash === location.hash) return;
  if (!replace) {
    location.hash = hash;
    return;
  }
  // At once, not with the next event: of two keys pressed quickly the second must mean the new photo.
  const next = parsePlace(hash);
  if (!mayGoTo(next)) return;
  history.replaceState(history.state, '', hash);
  arrive(next);
}

/** Where the page is. */
export function usePlace(): Place {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

/** While the component is there, `mayGo` is asked before the page goes anywhere; false keeps it where it is. */
export function useLeaveGuard(mayGo: (to: Place) => boolean): void {
  const latest = useEffectEvent(mayGo);
  useEffect(() => {
    const guard = (to: Place): boolean => latest(to);
    guards.add(guard);
    return () => {
      guards.delete(guard);
    };
  }, []);
}
