// How the numbers of a comparison are said: changes with their sign, settings in the person's units.
import type { ComparedSetting, SettingName, SettingValue } from '../../../shared/records/compare.ts';
import type { MessageKey } from '../../../shared/messages.ts';
import { messages } from '../../../shared/messages.ts';
import type { Text } from '../../api/text.tsx';

/** Where a run has no such setting. */
const nothing = '–';

/** +0.7, −2.7, 0.0: a share's difference in points, with the minus of typography. */
export function points(share: number, language: string): string {
  const value = Math.round(1_000 * share) / 10;
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return signed(value, format.format(Math.abs(value)));
}

/** +2 or −1 of whole photos. */
export function change(count: number, language: string): string {
  return signed(count, new Intl.NumberFormat(language).format(Math.abs(count)));
}

const signed = (value: number, digits: string): string =>
  value > 0 ? `+${digits}` : value < 0 ? `−${digits}` : digits;

type Words = Pick<Text, 't' | 'seconds' | 'bytes' | 'number'>;

export function settingWords(name: SettingName, value: SettingValue, text: Words): string {
  if (value === null) return nothing;
  switch (value.kind) {
    case 'text':
      return name === 'learns' ? text.t('compare.value.from-block', { block: value.text }) : value.text;
    case 'words':
      return value.words.map(word => wordOf(word, text)).join(', ');
    case 'number':
      return numberWords(name, value.value, text);
  }
}

/** A variant that only another version knows stands as it is called there. */
function wordOf(word: string, { t }: Words): string {
  const key = `compare.value.${word}`;
  return Object.hasOwn(messages, key) ? t(key as MessageKey) : word;
}

function numberWords(name: SettingName, value: number, { seconds, bytes, number }: Words): string {
  switch (name) {
    case 'seconds':
      return seconds(value);
    case 'bytes':
      return bytes(value);
    case 'seed':
      return String(value);
    case 'side':
      return `${value} × ${value}`;
    default:
      return number(value, 6);
  }
}

export type SplitSettings = {
  /** That both runs have, each its own. */
  readonly differing: readonly ComparedSetting[];
  readonly agreeing: number;
  /** That one of the runs has only, because its recipe has them. */
  readonly ofOne: number;
};

export function splitSettings(settings: readonly ComparedSetting[]): SplitSettings {
  const differing = settings.filter(({ differs, a, b }) => differs && a !== null && b !== null);
  const agreeing = settings.filter(({ differs }) => !differs).length;
  return { differing, agreeing, ofOne: settings.length - differing.length - agreeing };
}
