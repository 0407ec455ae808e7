// Makes one class part of another: a menu of the others, then a question that says what changes.
import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { ClassRecord } from '../../../shared/records/class.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ClassChip } from '../ClassSwatch.tsx';
import { confirm } from '../Confirm.tsx';
import { useClasses } from './class-lookup.ts';

export function MergeClass({ record, onChosen }: { readonly record: ClassRecord; readonly onChosen: () => void }) {
  const { t } = useText();
  const { list } = useClasses();
  const counts = useCall('photos:counts', null);
  const merge = useAct('classes:merge');
  const others = list.filter(other => other.id !== record.id);

  const askAndMerge = async (into: ClassRecord): Promise<void> => {
    onChosen();
    const count = counts.data?.classes.find(({ classId }) => classId === record.id);
    const [photos, boxes] = [count?.photos ?? 0, count?.boxes ?? 0];
    const facts = { class: record.name, into: into.name, photos, boxes };
    const agreed = await confirm({
      title: t('class.merge.title', facts),
      body: t(boxes > 0 ? 'class.merge.body-drawn' : 'class.merge.body', facts),
      confirm: t('class.merge.do'),
    });
    if (agreed) merge.mutate({ from: record.id, into: into.id });
  };

  if (others.length === 0) return null;
  return (
    // Not in a portal: a click in the menu would count as one outside the editor and close it.
    <Menu position="bottom-start" width="target" withinPortal={false}>
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={14} stroke={1.75} />}>{t('class.merge')}</Button>
      </Menu.Target>
      <Menu.Dropdown mah={240} style={{ overflowY: 'auto' }}>
        {others.map(other => (
          <Menu.Item key={other.id} onClick={() => void askAndMerge(other)}>
            <ClassChip record={other} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
