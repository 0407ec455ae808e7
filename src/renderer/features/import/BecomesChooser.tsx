// What one name of a file becomes: a class of the project, a new class under this or a typed name, or nothing.
import { Select, type ComboboxItem } from '@mantine/core';
import { IconBan, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { classKeys } from '../../../shared/records/class.ts';
import type { Becomes, ImportClass, ImportPreview } from '../../../shared/records/import.ts';
import { useText } from '../../api/text.tsx';
import { ClassSwatch, type ClassLook } from '../../components/ClassSwatch.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { becomesOf, choiceOf } from './class-rows.ts';
import classes from './ClassTable.module.css';

const longestName = 200;

export type BecomesChooserProps = {
  readonly row: ImportClass;
  readonly preview: ImportPreview;
  readonly onChoose: (becomes: Becomes) => void;
};

/** The look that the n-th new class will get: colours and keys are given in order. */
function newLook(place: number): ClassLook {
  return { colour: (place % 12) + 1, patterned: place >= 12, key: classKeys[place] ?? null };
}

export function BecomesChooser({ row, preview, onChoose }: BecomesChooserProps) {
  const { t } = useText();
  const { list, byId } = useClasses();
  const [typed, setTyped] = useState('');
  const { newClasses, classesNow } = preview;
  const isName = (name: string): boolean => list.some(record => record.name === name);
  const newNames = [
    ...new Set([
      ...(isName(row.name) ? [] : [row.name]),
      ...(row.becomes.kind === 'new' ? [row.becomes.name] : []),
      ...newClasses,
    ]),
  ];
  const asTyped = typed.trim().slice(0, longestName);
  const isTyped =
    asTyped !== '' &&
    ![...list.map(({ name }) => name), ...newNames, t('import.class.leave-out')].some(
      name => name.toLowerCase() === asTyped.toLowerCase(),
    );
  const data = [
    ...list.map(({ id, name }) => ({ value: `class:${id}`, label: name })),
    ...newNames.map(name => ({ value: `new:${name}`, label: name })),
    ...(isTyped ? [{ value: `new:${asTyped}`, label: asTyped }] : []),
    { value: 'out', label: t('import.class.leave-out') },
  ];
  const markOf = (becomes: Becomes) => {
    if (becomes.kind === 'leave-out') return <IconBan size={16} stroke={1.75} aria-hidden="true" />;
    if (becomes.kind === 'class') {
      const record = byId.get(becomes.classId);
      return record ? <ClassSwatch look={record} sizePx={16} /> : null;
    }
    const place = newClasses.indexOf(becomes.name);
    if (place < 0) return <IconPlus size={16} stroke={1.75} aria-hidden="true" />;
    return <ClassSwatch look={newLook(classesNow + place)} sizePx={16} />;
  };
  const option = ({ option: { value, label } }: { option: ComboboxItem }) => {
    const becomes = becomesOf(value);
    return (
      <span className={classes.option}>
        {markOf(becomes)}
        <span className="ellipsis">{becomes.kind === 'new' ? t('import.class.new', { name: label }) : label}</span>
      </span>
    );
  };
  return (
    <Select
      aria-label={t('import.class.choose', { name: row.name })}
      value={choiceOf(row.becomes)}
      data={data}
      searchable
      onSearchChange={setTyped}
      leftSection={markOf(row.becomes)}
      leftSectionWidth={32}
      renderOption={option}
      comboboxProps={{ width: 240, position: 'bottom-start' }}
      onChange={value => value !== null && value !== choiceOf(row.becomes) && onChoose(becomesOf(value))}
    />
  );
}
