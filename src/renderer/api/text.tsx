// Every text a person reads, in their language, from the one message table.
import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react';
import { isErrorCode, toErrorRecord, type ErrorDetails } from '../../shared/errors.ts';
import { errorText, text, type MessageKey } from '../../shared/messages.ts';
import {
  formatBytes,
  formatNumber,
  formatPercent,
  formatSeconds,
  type Language,
  type MessageParams,
} from '../../shared/messages/message.ts';
import { languageOf, setLanguage } from './language.ts';
import { useCall } from './query.ts';

export type Text = {
  readonly language: Language;
  /** The text of `key`, its placeholders filled. */
  readonly t: (key: MessageKey, params?: MessageParams) => string;
  /** From a fraction: 94.8 % or 94.8%. */
  readonly percent: (fraction: number, digits?: number) => string;
  readonly seconds: (seconds: number) => string;
  readonly number: (value: number, digits?: number) => string;
  readonly bytes: (bytes: number) => string;
  /** "today 14:32", "yesterday", "12 Nov", from an ISO time. */
  readonly when: (iso: string, now?: Date) => string;
  /** What an error says to the person. */
  readonly error: (error: unknown) => string;
};

export function makeText(language: Language): Text {
  return {
    language,
    t: (key, params) => text(language, key, params),
    percent: (fraction, digits) => formatPercent(language, fraction, digits),
    seconds: value => formatSeconds(language, value),
    number: (value, digits) => formatNumber(language, value, digits),
    bytes: value => formatBytes(language, value),
    when: (iso, now) => formatWhen(language, iso, now),
    error: error => {
      if (!isStored(error)) return errorText(language, toErrorRecord(error));
      const { code, details } = error;
      return isErrorCode(code) ? errorText(language, { code, details }) : code;
    },
  };
}

/** As runs and work keep it: its code may be one that only another version knows, and is then all there is to say. */
type StoredError = { readonly code: string; readonly details: ErrorDetails };

function isStored(error: unknown): error is StoredError {
  return typeof error === 'object' && error !== null && !(error instanceof Error) && 'code' in error;
}

/** A moment as a person says it: the clock today, "yesterday", the day this year, the date before. */
export function formatWhen(language: Language, iso: string, now: Date = new Date()): string {
  const then = new Date(iso);
  const day = (date: Date): number => Math.floor((date.getTime() - date.getTimezoneOffset() * 60_000) / 86_400_000);
  const days = day(now) - day(then);
  if (days === 0) {
    const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hour12: false }).format(then);
    return text(language, 'when.today', { clock });
  }
  if (days === 1) return text(language, 'when.yesterday');
  const sameYear = now.getFullYear() === then.getFullYear();
  return new Intl.DateTimeFormat(language === 'ko' ? 'ko' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(then);
}

const TextContext = createContext<Text | null>(null);

/** The page's texts; the language comes from the settings. */
export function TextProvider({ children }: { readonly children: ReactNode }) {
  const info = useCall('app:info', null);
  const language = languageOf(info.data?.settings.language ?? 'system');
  const value = useMemo(() => makeText(language), [language]);
  useEffect(() => {
    setLanguage(language);
    document.documentElement.lang = language;
  }, [language]);
  return <TextContext.Provider value={value}>{children}</TextContext.Provider>;
}

export function useText(): Text {
  const value = useContext(TextContext);
  if (!value) throw new Error('useText outside TextProvider');
  return value;
}
