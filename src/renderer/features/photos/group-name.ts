// What the group keys of the core's answer mean to a person.
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { ClassId } from '../../../shared/records/ids.ts';
import { splits } from '../../../shared/records/photo.ts';
import { useText } from '../../api/text.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';

/** Keys: 'new', 'class:<id>', 'several', 'nothing' by state and class; a split's name or 'none' by split; anything else is all photos. */
export function useGroupName(key: string): { readonly name: string; readonly record: ClassRecord | null } {
  const { t } = useText();
  const { byId } = useClasses();
  if (key.startsWith('class:')) {
    const record = byId.get(Number(key.slice('class:'.length)) as ClassId) ?? null;
    return { name: record?.name ?? '', record };
  }
  const plain = (name: string) => ({ name, record: null });
  if (key === 'new') return plain(t('state.new'));
  if (key === 'nothing') return plain(t('state.nothing'));
  if (key === 'several') return plain(t('photos.group.several'));
  if (key === 'none') return plain(t('split.none'));
  const split = splits.find(name => name === key);
  return plain(split ? t(`split.${split}`) : t('photos.group.others'));
}
