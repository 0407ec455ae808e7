// A gesture in words: "bees on 4 photos".
import type { GestureSummary } from '../../shared/records/project.ts';
import { messages, type MessageKey } from '../../shared/messages.ts';
import type { MessageParams } from '../../shared/messages/message.ts';
import type { Text } from '../api/text.tsx';

/** The name of a gesture in a sentence. An undo or redo carries the kind of its gesture as `of`, and that gesture's details. */
export function gestureText(text: Pick<Text, 't'>, gesture: GestureSummary): string {
  const { kind, details } = gesture;
  const { of } = details;
  if ((kind === 'undo' || kind === 'redo') && typeof of === 'string')
    return text.t(`history.${kind}-of`, { gesture: gestureText(text, { ...gesture, kind: of }) });
  const key = `gesture.${kind}`;
  return isKey(key) ? text.t(key, gestureParams(text, gesture)) : kind;
}

/** What fills a gesture's message: its details, with the shape that was drawn as a word. */
export function gestureParams(
  { t }: Pick<Text, 't'>,
  { details, photos }: Pick<GestureSummary, 'details' | 'photos'>,
): MessageParams {
  const { shape } = details;
  if (shape === undefined) return { photos, ...details };
  const key = `gesture-shape.${shape}`;
  const things = Number(details['things'] ?? 1);
  return { photos, ...details, shape: t(isKey(key) ? key : 'gesture-shape.things', { things }) };
}

export function isKey(key: string): key is MessageKey {
  return Object.hasOwn(messages, key);
}
