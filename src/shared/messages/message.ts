// What one text of the message table is, and how its placeholders are filled.

export type Language = 'en' | 'ko';
/** Both languages side by side: a missing one does not compile. */
export type Message = { readonly en: string; readonly ko: string };
export type MessageTable = Readonly<Record<string, Message>>;
export type MessageParams = Readonly<Record<string, string | number>>;

const placeholder = /\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g;

/**
 * Fills `{name}` with a value (numbers in the language's digits grouping) and `{count|photo|photos}` with the first word where
 * count is 1, else the second. A placeholder without a value stays visible, so that it is found.
 */
export function fill(language: Language, text: string, params: MessageParams = {}): string {
  return text.replace(placeholder, (whole, name: string, one: string | undefined, other: string | undefined) => {
    const value = params[name];
    if (value === undefined) return whole;
    if (one !== undefined && other !== undefined) return value === 1 ? one : other;
    return typeof value === 'number' ? formatNumber(language, value) : value;
  });
}

/** 12,345 or 0.66: at most `digits` decimals (default 2). */
export function formatNumber(language: Language, value: number, digits = 2): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** 94.8 % in English, 94.8% in Korean, from a fraction. */
export function formatPercent(language: Language, fraction: number, digits = 1): string {
  const number = (100 * fraction).toFixed(digits);
  return language === 'ko' ? `${number}%` : `${number} %`;
}

/** A length of time as a person says it: "8 s", "3 min", "1 h 5 min"; below ten seconds one decimal. */
export function formatSeconds(language: Language, seconds: number): string {
  const units = language === 'ko' ? { s: '초', min: '분', h: '시간' } : { s: ' s', min: ' min', h: ' h' };
  if (seconds < 9.95 && !Number.isInteger(seconds)) return `${seconds.toFixed(1)}${units.s}`;
  if (seconds < 90) return `${Math.round(seconds)}${units.s}`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes}${units.min}`;
  return `${Math.floor(minutes / 60)}${units.h} ${minutes % 60}${units.min}`;
}

/** 1.2 GB, 850 MB, 12 kB, 140 B. Decimal units, as file managers show. */
export function formatBytes(language: Language, bytes: number): string {
  if (bytes >= 1e9) return `${formatNumber(language, bytes / 1e9, 1)} GB`;
  if (bytes >= 1e6) return `${formatNumber(language, bytes / 1e6, 0)} MB`;
  if (bytes >= 1e3 || bytes === 0) return `${formatNumber(language, bytes / 1e3, 0)} kB`;
  return `${formatNumber(language, bytes, 0)} B`;
}
