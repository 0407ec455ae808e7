// How the panel names a gesture: a title of few words, and below it what it changed.
import type { HistoryEntry, PhotoPast } from '../../../shared/records/project.ts';
import type { MessageKey } from '../../../shared/messages.ts';
import { historyMessages } from '../../../shared/messages/history.ts';
import type { Language } from '../../../shared/messages/message.ts';
import type { Text } from '../../api/text.tsx';
import { gestureParams, isKey } from '../../components/gesture-text.ts';
import { clock } from '../../components/moment.ts';
import { runCounts, type HistoryRow, type RunOf } from './rows.ts';

const runTitles = {
  labels: 'history.run-labels',
  things: 'history.run-things',
  undos: 'history.run-undos',
} as const satisfies Readonly<Record<RunOf, MessageKey>>;

/** Details of an undo are those of its gesture, whose kind it carries as `of`. */
export function gestureTitle(text: Pick<Text, 't'>, entry: HistoryEntry): string {
  const { t } = text;
  const of = entry.details['of'];
  if (entry.kind === 'undo' && typeof of === 'string')
    return t('history.undo-of', { gesture: gestureTitle(text, { ...entry, kind: of }) });
  const key = `history.title.${entry.kind}`;
  return isKey(key) ? t(key, gestureParams(text, entry)) : entry.kind;
}

/** '' where there is nothing to add to the title. */
export function gestureNote({ t }: Pick<Text, 't'>, entry: HistoryEntry): string {
  const { details, photos, photo } = entry;
  const kind = entry.kind === 'undo' ? details['of'] : entry.kind;
  const params = { photos, ...details };
  if (kind === 'class-folders') return t('history.note.folders', params);
  if (kind === 'kept-together') return t('history.note.groups', params);
  if (kind === 'imported' || kind === 'class-deleted' || kind === 'class-merged')
    return t('history.note.annotations', params);
  if (photos === 1 && photo !== null) return nameOf(photo);
  return photos > 0 ? t('history.note.photos', { photos }) : '';
}

export function runTitle({ t }: Pick<Text, 't'>, row: HistoryRow & { readonly kind: 'run' }): string {
  const count =
    row.of === 'things' ? runCounts(row.entries).reduce((sum, part) => sum + part.count, 0) : row.entries.length;
  return t(runTitles[row.of], { count });
}

export function runNote(text: Text, { of, entries }: HistoryRow & { readonly kind: 'run' }): string {
  const { t } = text;
  if (of === 'undos') return '';
  const nothing = t('state.nothing');
  const parts = runCounts(entries).map(({ name, count }) =>
    t('history.run-part', { count, class: name === '' ? nothing : name }),
  );
  return parts.join(', ');
}

/** What was stated of a photo then: its labels, how many things were drawn, "nothing here", excluded. */
export function pastWords(
  { t }: Pick<Text, 't'>,
  { annotations, excluded }: PhotoPast,
  className: (id: number) => string,
): string {
  const labels = annotations.flatMap(one => (one.kind === 'label' ? [className(one.classId)] : []));
  const drawn = annotations.filter(one => one.kind !== 'label' && one.kind !== 'nothing').length;
  const isNothing = annotations.some(one => one.kind === 'nothing');
  const words = [
    ...labels,
    ...(drawn > 0 ? [t('history.photo.drawn', { count: drawn })] : []),
    ...(isNothing ? [t('state.nothing')] : []),
    ...(excluded ? [t('history.photo.excluded')] : []),
  ];
  return words.length === 0 ? t('state.new') : words.join(', ');
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The heading of a sitting: "This sitting, from 14:12", "Before, 13:40 to 14:05", "Yesterday, …", "12 Nov, …". */
export function sittingWords(
  { t, language, when }: Pick<Text, 't' | 'language' | 'when'>,
  { from, to }: { readonly from: string; readonly to: string },
  { isNewest, now }: { readonly isNewest: boolean; readonly now: Date },
): string {
  const days = startOfDay(now) - startOfDay(new Date(to));
  const [begin, end] = [clock(language, from), clock(language, to)];
  if (isNewest && now.getTime() - Date.parse(to) < recentMs) return t('history.this-sitting', { from: begin });
  const span = begin === end ? begin : t('history.span', { from: begin, to: end });
  if (days <= 0) return t('history.earlier', { span });
  return days <= longestDayMs ? t('history.yesterday', { span }) : t('history.day', { span, day: when(to, now) });
}

const recentMs = 30 * 60_000;
/** With the hour that a day has more when clocks go back. */
const longestDayMs = 25 * 3_600_000;
const startOfDay = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

const titles = Object.entries(historyMessages).filter(([key]) => key.startsWith('history.title.'));

/** Kinds of gestures whose name has the text in it, whatever stands in its placeholders. */
export function kindsNamed(language: Language, text: string): string[] {
  const wanted = text.toLocaleLowerCase(language);
  return titles
    .filter(([, message]) =>
      message[language]
        .replace(/\{\w+\|([^{}|]*)\|([^{}|]*)\}/g, '$1 $2')
        .replace(/\{\w+\}/g, '')
        .toLocaleLowerCase(language)
        .includes(wanted),
    )
    .map(([key]) => key.slice('history.title.'.length));
}
