// The row under a class list where a new class is typed: Enter makes it and empties the field for the next, which may be typed before
// the answer.
import { TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { fromErrorRecord, toErrorRecord, type AppError } from '../../../shared/errors.ts';
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { AnnotationId } from '../../../shared/records/ids.ts';
import { showError } from '../../api/notices.ts';
import { useText } from '../../api/text.tsx';
import { call } from '../../api/transport.ts';
import classes from './class-list.module.css';

export type AddClassProps = {
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  /** What a new class is meant for: what is selected when its name is entered. */
  readonly selectedId?: AnnotationId | null;
  readonly onMade?: (made: ClassRecord, selectedThen: AnnotationId | null) => void;
};

export function AddClass({ isOpen, onOpen, selectedId = null, onMade }: AddClassProps) {
  const { t, error: errorText } = useText();
  const [name, setName] = useState('');
  const [error, setError] = useState<AppError | null>(null);
  const field = useRef<HTMLInputElement>(null);
  // The answer is for the list as it is then, not as it was when the name was entered.
  const tellMade = useRef(onMade);
  useLayoutEffect(() => {
    tellMade.current = onMade;
  });
  const create = async (): Promise<void> => {
    setName('');
    setError(null);
    try {
      const made = await call('classes:create', { name });
      tellMade.current?.(made, selectedId);
    } catch (refused) {
      // Nobody would see it beside a field that is closed.
      if (field.current === null) return showError(refused);
      setError(fromErrorRecord(toErrorRecord(refused)));
      setName(next => (next === '' ? name : next));
    }
  };
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
        else void create();
      }}
    >
      <TextInput
        ref={field}
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
