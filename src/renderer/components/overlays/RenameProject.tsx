// Gives the open project another name; its folders keep theirs.
import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useProject } from '../../api/app-info.ts';
import { useAct } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { closeOverlay } from '../frame/overlays.ts';
import classes from '../Confirm.module.css';

export function RenameProject({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useText();
  const project = useProject();
  return (
    <Modal
      opened={isOpen && project !== null}
      onClose={closeOverlay}
      title={t('rename.title')}
      size={440}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {project && <RenameForm name={project.name} />}
    </Modal>
  );
}

function RenameForm({ name }: { readonly name: string }) {
  const text = useText();
  const { t } = text;
  const [typed, setTyped] = useState(name);
  const rename = useAct('project:rename', { onDone: closeOverlay, onError: () => undefined });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rename.mutate({ name: typed.trim() });
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label={t('rename.name')}
        description={t('rename.note')}
        value={typed}
        maxLength={200}
        error={rename.error && text.error(rename.error)}
        onChange={event => setTyped(event.currentTarget.value)}
        data-autofocus
      />
      <div className={classes.buttons}>
        <Button size="md" onClick={closeOverlay}>
          {t('action.cancel')}
        </Button>
        <Button size="md" variant="filled" type="submit" disabled={typed.trim() === ''} loading={rename.isPending}>
          {t('rename.do')}
        </Button>
      </div>
    </form>
  );
}
