// The rare names of a source in one row, with one chooser for all of them.
import { Button, Select } from '@mantine/core';
import { IconBan, IconChevronDown, IconChevronRight, IconDots, IconPlus } from '@tabler/icons-react';
import type { Becomes, ImportClass } from '../../../shared/records/import.ts';
import { useText } from '../../api/text.tsx';
import { commonChoice, usedRows } from './class-rows.ts';
import classes from './ClassTable.module.css';
import { TableRow, type RowPlace } from './TableRow.tsx';

const marks = {
  new: <IconPlus size={16} stroke={1.75} aria-hidden="true" />,
  out: <IconBan size={16} stroke={1.75} aria-hidden="true" />,
  mixed: <IconDots size={16} stroke={1.75} aria-hidden="true" />,
};
const hows = { new: 'new-class', out: 'left-out', mixed: null } as const;

export type FoldRowProps = RowPlace & {
  readonly rows: readonly ImportClass[];
  readonly source: string | null;
  readonly isOpen: boolean;
  readonly onFold: () => void;
  readonly onChoose: (changes: Readonly<Record<string, Becomes>>) => void;
};

export function FoldRow({ rows, source, isOpen, onFold, onChoose, ...at }: FoldRowProps) {
  const { t } = useText();
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const choice = commonChoice(rows);
  const name = t('import.class.more', { count: rows.length });
  const choose = (value: string | null): void => {
    const becomes = ({ name: own }: ImportClass): Becomes =>
      value === 'out' ? { kind: 'leave-out' } : { kind: 'new', name: own };
    if (value === 'out' || value === 'new')
      onChoose(Object.fromEntries(usedRows(rows).map(row => [row.key, becomes(row)])));
  };
  return (
    <TableRow
      {...at}
      name={
        <Button
          variant="subtle"
          size="sm"
          className={classes.fold!}
          leftSection={<Chevron size={16} stroke={1.75} />}
          aria-expanded={isOpen}
          onClick={onFold}
        >
          {name}
        </Button>
      }
      source={source}
      annotations={rows.reduce((sum, { annotations }) => sum + annotations, 0)}
      chooser={
        <Select
          aria-label={t('import.class.choose', { name })}
          value={choice}
          leftSection={marks[choice]}
          leftSectionWidth={32}
          data={[
            { value: 'new', label: t('import.class.each-new') },
            { value: 'out', label: t('import.class.leave-out') },
            ...(choice === 'mixed' ? [{ value: 'mixed', label: t('import.class.mixed'), disabled: true }] : []),
          ]}
          onChange={choose}
        />
      }
      how={hows[choice]}
      isQuiet
    />
  );
}
