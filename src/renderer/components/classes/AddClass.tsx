// The row under a class list where a new class is typed: Enter makes it and keeps the field open for the next.
import { TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { ClassRecord } from '../../../shared/records/class.ts';
import { useAct } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import classes from './class-list.module.css';

export type AddClassProps = {
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onMade?: (made: ClassRecord) => void;
};

export function AddClass({ isOpen, onOpen, onMade }: AddClassProps) {
  const { t, error: errorText } = useText();
  const [name, setName] = useState('');
  const [error, setError] = useState<AppError | null>(null);
  const create = useAct('classes:create', {
    onError: setError,
    onDone: made => {
      setName('');
      setError(null);
      onMade?.(made);
    },
  });
  const close = (): void => {
    onOpen(false);
    setName('');
    setError(null);
  };
  if (!isOpen) {
    return (
      <button type="button" className={classes.add} onClick={() => onOpen(true)}>
        <IconPlus size={16} stroke={1.75} className={classes.addIcon} aria-hidden="true" />
        {t('class.add')}
      </button>
    );
  }
  return (
    <form
      className={classes.form}
      onSubmit={event => {
        event.preventDefault();
        if (name.trim() === '') close();
        else if (!create.isPending) create.mutate({ name });
      }}
    >
      <TextInput
        aria-label={t('class.add')}
        placeholder={t('class.name')}
        value={name}
        maxLength={200}
        autoFocus
        error={error ? errorText(error) : null}
        onChange={event => setName(event.currentTarget.value)}
        onBlur={() => {
          if (name.trim() === '') close();
        }}
        onKeyDown={event => {
          if (event.key === 'Escape') close();
        }}
      />
    </form>
  );
}
