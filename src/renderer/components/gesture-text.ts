// A gesture in words: "bees on 4 photos".
import type { GestureSummary } from '../../shared/records/project.ts';
import { messages, type MessageKey } from '../../shared/messages.ts';
import type { Text } from '../api/text.tsx';

/** The name of a gesture for the status bar and the history; the message table names every kind. */
export function gestureText({ t }: Text, gesture: GestureSummary): string {
  const key = gesture.kind.startsWith('gesture.') ? gesture.kind : `gesture.${gesture.kind}`;
  if (!Object.hasOwn(messages, key)) return gesture.kind;
  return t(key as MessageKey, { photos: gesture.photos, ...gesture.details });
}
