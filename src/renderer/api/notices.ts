// Short notes at the lower edge of the window: an error with what to do, or what was done with its undo.
import { notifications } from '@mantine/notifications';
import { toErrorRecord } from '../../shared/errors.ts';
import { errorText } from '../../shared/messages.ts';
import { currentLanguage } from './language.ts';

/** Shows an error as a note, in the person's language. A cancelled or aborted call is no error to the person. */
export function showError(error: unknown): void {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  const record = toErrorRecord(error);
  if (record.code === 'cancelled') return;
  notifications.show({ message: errorText(currentLanguage(), record), color: 'danger', autoClose: 12_000 });
}

/** Shows what was done. */
export function showNote(message: string): void {
  notifications.show({ message, color: 'good', autoClose: 5_000 });
}
