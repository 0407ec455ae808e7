// The language in which the page speaks now; outside React as well, for notifications.
import type { Language } from '../../shared/messages/message.ts';
import type { Settings } from '../../shared/records/project.ts';

let current: Language = languageOf('system');

/** Korean where the system's first language is Korean, else English. */
export function languageOf(setting: Settings['language']): Language {
  if (setting !== 'system') return setting;
  return navigator.language.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

export function setLanguage(language: Language): void {
  current = language;
}

export function currentLanguage(): Language {
  return current;
}
