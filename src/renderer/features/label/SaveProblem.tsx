// What could not be saved, why, and the two ways on: try again, or give it up.
import { Button } from '@mantine/core';
import { IconDatabaseExclamation } from '@tabler/icons-react';
import { useText } from '../../api/text.tsx';
import { edits, useEdits } from './edit-store.ts';
import classes from './SaveProblem.module.css';

export function SaveProblem() {
  const { t, error } = useText();
  const { edits: waiting, failure } = useEdits();
  if (!failure) return null;
  return (
    <div className={classes.problem} role="alert">
      <IconDatabaseExclamation size={20} stroke={1.75} aria-hidden="true" className={classes.icon} />
      <span className={classes.words}>
        <strong>{t('label.unsaved', { count: waiting.length })}</strong> {error(failure)} {t('label.unsaved.stay')}
      </span>
      <Button onClick={() => edits.discard()}>{t('label.unsaved.discard')}</Button>
      <Button variant="filled" onClick={() => edits.retry()}>
        {t('action.retry')}
      </Button>
    </div>
  );
}
