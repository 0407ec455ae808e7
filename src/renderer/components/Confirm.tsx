// Asks before something is done that a person may not mean: `await confirm({...})`, or `choose` among several, from anywhere on the page.
import { Button, Modal } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useText } from '../api/text.tsx';
import classes from './Confirm.module.css';

export type Choice<Value extends string> = {
  readonly value: Value;
  readonly label: string;
  readonly isDanger?: boolean;
};
export type Question<Value extends string> = {
  readonly title: string;
  readonly body?: string;
  /** Leaves everything as it is; "Cancel" unless said. */
  readonly cancel?: string;
  /** The likeliest last. */
  readonly choices: readonly Choice<Value>[];
};
type Asked = Question<string> & { readonly answer: (value: string | null) => void };

let asked: Asked | null = null;
const listeners = new Set<() => void>();

function show(next: Asked | null): void {
  asked = next;
  for (const listener of listeners) listener();
}

/** What the person chose; null when they gave up. A question that is still open is given up. */
export function choose<Value extends string>(question: Question<Value>): Promise<Value | null> {
  asked?.answer(null);
  return new Promise(resolve => {
    show({
      ...question,
      answer: value => {
        show(null);
        resolve(value as Value | null);
      },
    });
  });
}

type YesOrNo = {
  readonly title: string;
  readonly body?: string;
  /** The verb of the button that does it. */
  readonly confirm: string;
  readonly isDanger?: boolean;
};

/** True when the person agreed. */
export async function confirm({ confirm: label, isDanger = false, ...question }: YesOrNo): Promise<boolean> {
  return (await choose({ ...question, choices: [{ value: 'yes', label, isDanger }] })) === 'yes';
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
      onClose={() => question?.answer(null)}
      title={question?.title}
      size={440}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {question?.body !== undefined && <p className={classes.body}>{question.body}</p>}
      <div className={classes.buttons}>
        <Button size="md" onClick={() => question?.answer(null)}>
          {question?.cancel ?? t('action.cancel')}
        </Button>
        {question?.choices.map(({ value, label, isDanger }, place) => {
          const isLikeliest = place === question.choices.length - 1;
          return (
            <Button
              key={value}
              size="md"
              variant={isLikeliest ? 'filled' : 'default'}
              color={isDanger ? 'danger' : 'accent'}
              onClick={() => question.answer(value)}
              {...(isLikeliest ? { 'data-autofocus': true } : {})}
            >
              {label}
            </Button>
          );
        })}
      </div>
    </Modal>
  );
}
