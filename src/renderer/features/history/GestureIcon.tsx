// What kind of gesture it was, as a picture: the class's swatch where it gave one, else an icon.
import {
  IconArrowBackUp,
  IconArrowsSplit2,
  IconBan,
  IconCheck,
  IconCircleOff,
  IconEraser,
  IconFileImport,
  IconFolders,
  IconHistory,
  IconLink,
  IconPencil,
  IconPolygon,
  IconRestore,
  IconStack2,
  IconTag,
  IconTrash,
} from '@tabler/icons-react';
import type { HistoryEntry } from '../../../shared/records/project.ts';
import { ClassSwatch } from '../../components/ClassSwatch.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';

const icons: Readonly<Record<string, typeof IconTag>> = {
  'labels-set': IconTag,
  'labels-removed': IconEraser,
  'labels-cleared': IconEraser,
  'things-cleared': IconEraser,
  'nothing-here': IconCircleOff,
  'box-added': IconPolygon,
  'things-added': IconPolygon,
  'box-changed': IconPencil,
  'thing-changed': IconPencil,
  'boxes-deleted': IconTrash,
  'things-deleted': IconTrash,
  'class-created': IconTag,
  'class-changed': IconPencil,
  'class-deleted': IconTrash,
  'class-merged': IconLink,
  'class-split': IconArrowsSplit2,
  excluded: IconBan,
  included: IconCheck,
  'split-moved': IconArrowsSplit2,
  'class-folders': IconFolders,
  imported: IconFileImport,
  'kept-together': IconLink,
  'photo-restored': IconRestore,
  undo: IconArrowBackUp,
  run: IconStack2,
};

const withSwatch: ReadonlySet<string> = new Set(['labels-set', 'box-added', 'things-added', 'class-created']);

export function GestureIcon({ kind, details }: Pick<HistoryEntry, 'kind' | 'details'>) {
  const { list } = useClasses();
  const record = withSwatch.has(kind) ? list.find(({ name }) => name === details['class']) : undefined;
  if (record) return <ClassSwatch look={record} sizePx={16} />;
  const Icon = icons[kind] ?? IconHistory;
  return <Icon size={16} stroke={1.75} aria-hidden="true" />;
}
