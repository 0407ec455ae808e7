// Asks before something is done that a person may not mean: `await confirm({...})` from anywhere on the page.
import { Button, Modal } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useText } from '../api/text.tsx';
import classes from './Confirm.module.css';

export type Question = {
  readonly title: string;
  readonly body?: string;
  /** The verb of the button that does it. */
  readonly confirm: string;
  readonly isDanger?: boolean;
};
type Asked = Question & { readonly answer: (yes: boolean) => void };

let asked: Asked | null = null;
const listeners = new Set<() => void>();

function show(next: Asked | null): void {
  asked = next;
  for (const listener of listeners) listener();
}

/** True when the person agreed. A question that is still open is answered with no. */
export function confirm(question: Question): Promise<boolean> {
  asked?.answer(false);
  return new Promise(resolve => {
    show({
      ...question,
      answer: yes => {
        show(null);
        resolve(yes);
      },
    });
  });
}

/** Where the question appears; once, in the frame. */
export function ConfirmHost() {
  const { t } = useText();
  const question = useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
  return (
    <Modal
      opened={question !== null}
      onClose={() => question?.answer(false)}
      title={question?.title}
      size={440}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {question?.body !== undefined && <p className={classes.body}>{question.body}</p>}
      <div className={classes.buttons}>
        <Button size="md" onClick={() => question?.answer(false)}>
          {t('action.cancel')}
        </Button>
        <Button
          size="md"
          variant="filled"
          color={question?.isDanger ? 'danger' : 'accent'}
          onClick={() => question?.answer(true)}
          data-autofocus
        >
          {question?.confirm}
        </Button>
      </div>
    </Modal>
  );
}
