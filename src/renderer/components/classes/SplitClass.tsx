// Parts a class: what is annotated with it on the selected photos becomes a new class.
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { ClassId, PhotoId } from '../../../shared/records/ids.ts';
import type { PhotoDetail } from '../../../shared/records/photo.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import styles from '../Confirm.module.css';
import classes from './class-list.module.css';
import { useClasses } from './class-lookup.ts';

/** So many of the selected photos tell which class is meant. */
const photosRead = 100;

export type SplitClassProps = {
  /** null while it is closed. */
  readonly photos: readonly PhotoId[] | null;
  readonly onClose: () => void;
};

export function SplitClass({ photos, onClose }: SplitClassProps) {
  const { t } = useText();
  return (
    <Modal
      opened={photos !== null}
      onClose={onClose}
      title={t('class.split.title')}
      size={440}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {photos !== null && <SplitForm photos={photos} onClose={onClose} />}
    </Modal>
  );
}

function SplitForm({ photos, onClose }: { readonly photos: readonly PhotoId[]; readonly onClose: () => void }) {
  const { t, error: errorText } = useText();
  const { list } = useClasses();
  const [chosen, setChosen] = useState<ClassId | null>(null);
  const [name, setName] = useState('');
  const split = useAct('classes:split', { onDone: onClose, onError: () => undefined });
  const { data } = useCall('photos:read', { ids: photos.slice(0, photosRead) });
  const id = chosen ?? commonestClass(data ?? []) ?? list[0]?.id;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (id !== undefined) split.mutate({ id, photos: [...photos], name });
  };
  return (
    <form onSubmit={submit} className={classes.fields}>
      <p className={styles.body}>{t('class.split.body', { photos: photos.length })}</p>
      <NativeSelect
        label={t('class.split.of')}
        value={String(id)}
        data={list.map(record => ({ value: String(record.id), label: record.name }))}
        onChange={event => setChosen(Number(event.currentTarget.value) as ClassId)}
      />
      <TextInput
        label={t('class.split.name')}
        value={name}
        maxLength={200}
        error={split.error && errorText(split.error)}
        onChange={event => setName(event.currentTarget.value)}
        data-autofocus
      />
      <div className={styles.buttons}>
        <Button size="md" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button size="md" variant="filled" type="submit" disabled={name.trim() === ''} loading={split.isPending}>
          {t('class.split.do')}
        </Button>
      </div>
    </form>
  );
}

/** The class of the most annotations on these photos; undefined where there are none. */
function commonestClass(photos: readonly PhotoDetail[]): ClassId | undefined {
  const counts = new Map<ClassId, number>();
  for (const { annotations } of photos)
    for (const annotation of annotations)
      if (annotation.kind !== 'nothing') counts.set(annotation.classId, (counts.get(annotation.classId) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
