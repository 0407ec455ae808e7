// Moments of a day as the lists of past work say them.
import type { Text } from '../api/text.tsx';

/** 14:28 */
export function clock(language: Text['language'], iso: string): string {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(iso));
}

/** "today 10:30", "yesterday 18:40", "23 Nov 17:55". */
export function moment(
  { language, when }: Pick<Text, 'language' | 'when'>,
  iso: string,
  now: Date = new Date(),
): string {
  const isToday = new Date(iso).toDateString() === now.toDateString();
  return isToday ? when(iso, now) : `${when(iso, now)} ${clock(language, iso)}`;
}

/** With a capital letter, for where it begins a line. */
export function atStart(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
