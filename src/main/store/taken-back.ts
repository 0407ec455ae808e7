// What undone imports have taken away, as a scan must know it: it may have listed a folder that is no source any more, and a file that it
// finds may be a photo that an import brought and that comes back with it.
import type { PhotoId } from '../../shared/records/ids.ts';
import type { Tables } from './tables/index.ts';

type TakenBack = {
  /** Where the photos of the sources lay that have gone since the scan began. */
  readonly prefixes: readonly string[];
  /** Photos by path. */
  readonly photos: ReadonlyMap<string, PhotoId>;
};

export function openTakenBack(tables: Tables) {
  let listed: readonly string[] = [];
  let known: TakenBack | null = null;
  /** The last gesture when it was looked. */
  let sequence = -1;

  const sources = (): string[] => tables.source.all().map(({ prefix }) => prefix);

  return {
    /** A scan begins, of the folders that are in the project now. */
    begin(): void {
      listed = sources();
      known = null;
    },
    read(): TakenBack {
      const last = tables.gesture.lastSequence();
      if (known !== null && sequence === last) return known;
      sequence = last;
      const now = new Set(sources());
      const prefixes = listed.filter(prefix => !now.has(prefix));
      return (known = { prefixes, photos: tables.photo.takenBack() });
    },
  };
}
