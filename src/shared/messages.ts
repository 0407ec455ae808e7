// The one message table: every text a person reads, in English and Korean.
import type { ErrorRecord } from './errors.ts';
import { archiveMessages } from './messages/archives.ts';
import { backboneMessages } from './messages/backbones.ts';
import { cliMessages } from './messages/cli.ts';
import { cliRestoreMessages } from './messages/cli-restore.ts';
import { cliPhotoMessages } from './messages/cli-photos.ts';
import { commonMessages } from './messages/common.ts';
import { compareMessages } from './messages/compare.ts';
import { datasetMessages } from './messages/datasets.ts';
import { desktopMessages } from './messages/desktop.ts';
import { engineMessages } from './messages/engine.ts';
import { errorMessages } from './messages/errors.ts';
import { gestureMessages } from './messages/gestures.ts';
import { importMessages } from './messages/import.ts';
import { healthMessages } from './messages/health.ts';
import { historyMessages } from './messages/history.ts';
import { labelMessages } from './messages/label.ts';
import { fill, type Language, type MessageParams } from './messages/message.ts';
import { modelCardMessages } from './messages/model-card.ts';
import { modelFileMessages } from './messages/model-files.ts';
import { modelsMessages } from './messages/models.ts';
import { photoFileMessages } from './messages/photo-files.ts';
import { photosMessages } from './messages/photos.ts';
import { predictMessages } from './messages/predict.ts';
import { restoreMessages } from './messages/restore.ts';
import { resultsMessages } from './messages/results.ts';
import { selfTestMeasures, selfTestReasons, selfTestThings } from './messages/self-test.ts';
import { settingsMessages } from './messages/settings.ts';
import { startMessages } from './messages/start.ts';
import { syncMessages } from './messages/sync.ts';
import { trainDetailsMessages } from './messages/train-details.ts';
import { trainMessages } from './messages/train.ts';
import type { DatasetNote } from './records/dataset-format.ts';
import type { SelfTestRow } from './records/self-test.ts';

export const messages = {
  ...commonMessages,
  ...startMessages,
  ...syncMessages,
  ...photosMessages,
  ...labelMessages,
  ...importMessages,
  ...trainMessages,
  ...trainDetailsMessages,
  ...resultsMessages,
  ...compareMessages,
  ...predictMessages,
  ...modelsMessages,
  ...settingsMessages,
  ...selfTestThings,
  ...selfTestMeasures,
  ...selfTestReasons,
  ...gestureMessages,
  ...healthMessages,
  ...historyMessages,
  ...restoreMessages,
  ...archiveMessages,
  ...backboneMessages,
  ...cliMessages,
  ...cliRestoreMessages,
  ...cliPhotoMessages,
  ...datasetMessages,
  ...desktopMessages,
  ...engineMessages,
  ...errorMessages,
  ...modelCardMessages,
  ...modelFileMessages,
  ...photoFileMessages,
};
export type MessageKey = keyof typeof messages;

/** The text of `key` in `language`, its placeholders filled from `params`. */
export function text(language: Language, key: MessageKey, params?: MessageParams): string {
  return fill(language, messages[key][language], params);
}

/** What an error says to a person. */
export const errorText = (language: Language, { code, details }: ErrorRecord): string =>
  text(language, `error.${code}`, inWords(language, details));

/** What a note on annotations says; a code without a text (of a newer core) stands as it is. */
export function noteText(language: Language, { code, count, details }: DatasetNote): string {
  const key = `dataset.${code}`;
  if (!Object.hasOwn(messages, key)) return code;
  return text(language, key as MessageKey, { ...inWords(language, details), count });
}

/** Lists among the details are joined with commas; a `reason` the table knows is in their language, with the place in the file behind it. */
function inWords(language: Language, details: ErrorRecord['details']): MessageParams {
  const params = Object.entries(details).map(([name, value]) => {
    const reason = name === 'reason' ? `reason.${String(value)}` : '';
    if (Object.hasOwn(messages, reason))
      return [name, text(language, reason as MessageKey) + placeInWords(language, details)];
    return [name, typeof value === 'number' ? value : String(value ?? '')];
  });
  return Object.fromEntries(params) as MessageParams;
}

function placeInWords(language: Language, { line, byte }: ErrorRecord['details']): string {
  if (typeof byte !== 'number') return '';
  const place =
    typeof line === 'number' ? text(language, 'place.line', { line, byte }) : text(language, 'place.byte', { byte });
  return ` (${place})`;
}

/** A row of the self-test in words; '' where there is nothing to say. */
export function selfTestText(
  language: Language,
  { thing, measured, reason }: Pick<SelfTestRow, 'thing' | 'measured' | 'reason'>,
): { readonly thing: string; readonly measured: string; readonly reason: string } {
  const worded = (words: { readonly key: MessageKey; readonly params: MessageParams } | null): string =>
    words === null ? '' : text(language, words.key, words.params);
  return {
    thing: text(language, thing),
    measured: worded(measured),
    reason: reason !== null && 'code' in reason ? errorText(language, reason) : worded(reason),
  };
}
