// What the palette offers for a query: commands, places and projects, photos by name; at most three groups, best first.
import { useQuery } from '@tanstack/react-query';
import type { PhotoDetail } from '../../../shared/records/photo.ts';
import type { RecentProject } from '../../../shared/records/project.ts';
import { useProject } from '../../api/app-info.ts';
import { useCall } from '../../api/query.ts';
import { useText, type Text } from '../../api/text.tsx';
import { call } from '../../api/transport.ts';
import { useCommandList, type Command } from '../commands.tsx';
import { navigate } from '../places.ts';
import { openRecent } from '../project/open-project.ts';
import { rank } from './matching.ts';

export type PaletteEntry = {
  readonly id: string;
  readonly group: 'do' | 'go' | 'photos' | 'projects';
  readonly text: string;
  readonly note?: string;
  readonly keyName?: string;
  readonly photo?: { readonly id: number; readonly hash: string };
  readonly run: () => void;
};

const perGroup = 6;

/** Entries of commands that can be run now, in the order of the screen first, then everywhere. */
export function commandEntries(commands: readonly Command[], { t }: Pick<Text, 't'>): PaletteEntry[] {
  const usable = commands.filter(command => !command.isDisabled && !command.isKeyOnly);
  const isOfScreen = ({ scope }: Command): boolean => scope !== 'everywhere' && scope !== 'places';
  return [...usable.filter(isOfScreen), ...usable.filter(command => !isOfScreen(command))].map(command => ({
    id: `command.${command.id}`,
    group: command.scope === 'places' ? ('go' as const) : ('do' as const),
    text: t(command.textKey, command.params),
    ...(command.keys?.[0] ? { keyName: command.keys[0] } : {}),
    run: () => command.run(null),
  }));
}

/** The best of every group for a query. */
export function bestEntries(entries: readonly PaletteEntry[], query: string): PaletteEntry[] {
  const groups: readonly PaletteEntry['group'][] = ['do', 'go', 'photos', 'projects'];
  return groups.flatMap(group =>
    entries
      .filter(entry => entry.group === group)
      .map((entry, place) => ({ entry, place, rank: group === 'photos' ? 0 : rank(entry.text, query) }))
      .filter(ranked => ranked.rank < Infinity)
      .sort((a, b) => a.rank - b.rank || a.place - b.place)
      .slice(0, perGroup)
      .map(ranked => ranked.entry),
  );
}

async function findPhotos(search: string): Promise<readonly PhotoDetail[]> {
  const page = await call('photos:query', { filter: { search, excluded: 'with' }, sort: 'name', group: 'none' });
  const ids = [...page.columns.id.slice(0, 5)];
  return ids.length === 0 ? [] : call('photos:read', { ids });
}

/** Entries for what is typed now. Photos are asked for from two letters on. */
export function usePaletteEntries(query: string): PaletteEntry[] {
  const text = useText();
  const commands = useCommandList();
  const project = useProject();
  const recents = useCall('recents:list', null).data ?? [];
  const search = query.trim();
  const photos = useQuery({
    queryKey: ['palette:photos', search],
    queryFn: () => findPhotos(search),
    enabled: project !== null && search.length >= 2,
    gcTime: 0,
  });
  return bestEntries(
    [
      ...commandEntries(commands, text),
      ...recents.filter(recent => !recent.missing && recent.folder !== project?.folder).map(recentEntry),
      ...(photos.data ?? []).map(photo => photoEntry(photo, text)),
    ],
    search,
  );
}

function recentEntry(recent: RecentProject): PaletteEntry {
  return {
    id: `recent.${recent.id}`,
    group: 'projects',
    text: recent.name,
    note: recent.folder,
    run: () => void openRecent(recent.id),
  };
}

function photoEntry(photo: PhotoDetail, { t }: Text): PaletteEntry {
  return {
    id: `photo.${photo.id}`,
    group: 'photos',
    text: photo.name,
    note: t(photo.split === null ? 'split.none' : `split.${photo.split}`),
    photo,
    run: () => navigate('label', { photo: photo.id }),
  };
}
