// One class in a list: choosing it, its counts, and the way to change it.
import { ActionIcon, Popover } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { ClassRecord } from '../../../shared/records/class.ts';
import { useText } from '../../api/text.tsx';
import { ClassSwatch } from '../ClassSwatch.tsx';
import { ClassEditor } from './ClassEditor.tsx';
import classes from './class-list.module.css';

export type ClassRowProps = {
  readonly record: ClassRecord;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  /** Counts at the right, each in a column of its own. */
  readonly counts: readonly ReactNode[];
};

export function ClassRow({ record, isChosen, onChoose, counts }: ClassRowProps) {
  const { t } = useText();
  const [isEditing, setEditing] = useState(false);
  return (
    // The editor itself answers Escape: before the popover would give the focus back, and the name be kept.
    <Popover
      opened={isEditing}
      onChange={setEditing}
      position="bottom-end"
      closeOnEscape={false}
      returnFocus
      trapFocus
      withinPortal
    >
      <div className={isChosen ? `${classes.row} ${classes.chosen}` : classes.row}>
        <button
          type="button"
          className={classes.choose}
          aria-pressed={isChosen}
          onClick={onChoose}
          onDoubleClick={() => setEditing(true)}
        >
          <ClassSwatch look={record} />
          <span className={`${classes.name} ellipsis`} title={record.name}>
            {record.name}
          </span>
          {counts.map((count, place) => (
            <span key={place} className={classes.count}>
              {count}
            </span>
          ))}
        </button>
        <Popover.Target>
          <ActionIcon
            size={24}
            className={classes.edit ?? ''}
            aria-label={t('class.edit', { class: record.name })}
            onClick={() => setEditing(!isEditing)}
          >
            <IconDots size={14} stroke={1.75} />
          </ActionIcon>
        </Popover.Target>
      </div>
      <Popover.Dropdown>
        <ClassEditor record={record} onClose={() => setEditing(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}
