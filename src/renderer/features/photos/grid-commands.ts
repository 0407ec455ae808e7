// The keys of the grid: moving, selecting, and one key per gesture on the selection.
import type { RefObject } from 'react';
import type { PlaceOf } from '../../../shared/places-by-id.ts';
import type { PhotoId } from '../../../shared/records/ids.ts';
import type { Column } from '../../../shared/records/photo-page.ts';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { useCommands, type Command } from '../../components/commands.tsx';
import { isMac, keyName } from '../../components/keys.ts';
import type { Gestures } from './gestures.ts';
import type { GridLayout } from './grid-layout.ts';
import { neighbour, rowOf, type Direction } from './grid-lookup.ts';
import { choose, chooseAll, chooseNone, type Selection } from './selection.ts';

type Options = {
  readonly ids: Column<PhotoId>;
  readonly placeOf: PlaceOf;
  readonly layout: GridLayout;
  readonly selection: Selection;
  readonly setSelection: (selection: Selection) => void;
  readonly areExcluded: boolean;
  readonly gestures: Gestures;
  readonly open: (id: PhotoId) => void;
  readonly searchField: RefObject<HTMLInputElement | null>;
};

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const moveKeys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'];
const withModifiers = moveKeys.flatMap(key => [key, `Shift+${key}`, `Ctrl+${key}`, `Ctrl+Shift+${key}`]);
/** Rows that Page Up and Page Down go. */
const pageRows = 4;

export function useGridCommands(options: Options): { readonly onKey: (name: string) => boolean } {
  const { ids, placeOf, layout, selection, setSelection, areExcluded, gestures, open } = options;
  const { list } = useClasses();
  const selected = [...selection.ids];
  const isNothingSelected = selected.length === 0;

  const target = (key: string): number => {
    const from = selection.focus === null ? -1 : placeOf(selection.focus);
    const lastRow = layout.rows - 1;
    if (lastRow < 0) return -1;
    if (key === 'Home') return layout.rowFirst[0]!;
    if (key === 'End') return layout.rowEnd[lastRow]! - 1;
    if (from < 0 || rowOf(layout, from) < 0) return layout.rowFirst[0]!;
    if (key === 'PageUp' || key === 'PageDown') {
      let index = from;
      for (let step = 0; step < pageRows; step++) index = neighbour(layout, index, key === 'PageUp' ? 'up' : 'down');
      return index;
    }
    return neighbour(layout, from, directions[key]!);
  };
  const move = (name: string): void => {
    const key = name.slice(name.lastIndexOf('+') + 1);
    const index = target(key);
    const id = ids[index];
    if (id === undefined) return;
    const shift = name.includes('Shift+');
    // Ctrl moves the focus alone; Space then takes the photo in or out.
    if (name.includes('Ctrl+') && !shift) setSelection({ ...selection, focus: id });
    else setSelection(choose(selection, ids, index, { shift, toggle: name.includes('Ctrl+') }));
  };
  const focused = selection.focus ?? selected[0];

  const commands: Command[] = [
    {
      id: 'photos.move',
      keys: withModifiers,
      textKey: 'command.grid-move',
      scope: 'photos',
      isKeyOnly: true,
      isDisabled: ids.length === 0,
      mayRepeat: true,
      run: event => event && move(keyName(event, isMac)),
    },
    {
      id: 'photos.open',
      keys: ['Enter'],
      textKey: 'command.open-label',
      scope: 'photos',
      isDisabled: focused === undefined,
      run: () => focused !== undefined && open(focused),
    },
    {
      id: 'photos.select-all',
      keys: ['Ctrl+A'],
      textKey: 'command.select-all',
      scope: 'photos',
      isDisabled: ids.length === 0,
      run: () => setSelection(chooseAll(selection, ids)),
    },
    {
      id: 'photos.select-none',
      keys: ['Escape'],
      textKey: 'command.select-none',
      scope: 'photos',
      isDisabled: isNothingSelected,
      run: () => setSelection(chooseNone(selection)),
    },
    {
      id: 'photos.search',
      keys: ['Ctrl+F', '/'],
      textKey: 'command.search',
      scope: 'photos',
      run: () => options.searchField.current?.focus(),
    },
    {
      id: 'photos.nothing',
      keys: ['N'],
      textKey: 'command.nothing',
      scope: 'photos',
      isDisabled: isNothingSelected,
      run: () => gestures.setNothing(selected),
    },
    {
      id: 'photos.exclude',
      keys: ['X'],
      textKey: 'command.exclude',
      scope: 'photos',
      isDisabled: isNothingSelected,
      run: () => gestures.setExcluded(selected, !areExcluded),
    },
    ...list.map((record): Command => ({
      id: `photos.class.${record.id}`,
      ...(record.key ? { keys: [record.key.toUpperCase()] } : {}),
      textKey: 'command.class',
      params: { class: record.name },
      scope: 'photos',
      isDisabled: isNothingSelected,
      run: () => gestures.setClass(selected, record.id),
    })),
  ];
  useCommands(commands);

  return {
    onKey: name => {
      if (withModifiers.includes(name)) move(name);
      else if (name === 'Enter' && focused !== undefined) open(focused);
      else if ((name === 'Space' || name === 'Ctrl+Space') && selection.focus !== null) {
        setSelection(choose(selection, ids, placeOf(selection.focus), { shift: false, toggle: true }));
      } else return false;
      return true;
    },
  };
}
