// Short notes at the lower edge of the window: an error with what to do, or what was done with its undo.
import { notifications } from '@mantine/notifications';
import { createElement } from 'react';
import { toErrorRecord } from '../../shared/errors.ts';
import { errorText, text } from '../../shared/messages.ts';
import { currentLanguage } from './language.ts';
import { UndoNote } from './UndoNote.tsx';

/** Shows an error as a note, in the person's language. A cancelled or aborted call is no error to the person. */
export function showError(error: unknown): void {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  const record = toErrorRecord(error);
  if (record.code === 'cancelled') return;
  notifications.show({
    message: errorText(currentLanguage(), record),
    color: 'danger',
    autoClose: 12_000,
    ...closable(),
  });
}

/** The cross that takes a note away has no words of its own. */
const closable = () => ({ closeButtonProps: { 'aria-label': text(currentLanguage(), 'action.close') } });

/** Takes every note away: what they say, and what they would undo, is of a project that is open no more. */
export function clearNotes(): void {
  notifications.clean();
}

/** Shows what was done. */
export function showNote(message: string): void {
  notifications.show({ message, color: 'good', autoClose: 8_000, ...closable() });
}

/** Shows what was done, with the way to take it back. Stays longer: a person has to read it and decide. */
export function showUndoable(message: string, undo: () => void): void {
  const onUndo = (): void => {
    notifications.hide(id);
    undo();
  };
  const note = createElement(UndoNote, { message, action: text(currentLanguage(), 'action.undo'), onUndo });
  const id = notifications.show({ message: note, color: 'good', autoClose: 20_000, ...closable() });
}
