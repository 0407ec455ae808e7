// Files and folders in an error as a person chose them: their own name, because the whole path is long and says nothing new.
import type { ErrorRecord } from '../../../shared/errors.ts';

const isAbsolute = (value: unknown): value is string =>
  typeof value === 'string' && /^(?:\/|\\\\|[a-z]:[\\/])/i.test(value);

const named = ['file', 'folder', 'path'] as const;

/** `paths`: what was shortened, whole, to be shown where one asks for it; '' where nothing was. */
export function withShortNames(error: ErrorRecord): { readonly error: ErrorRecord; readonly paths: string } {
  const long = named.flatMap(name => {
    const value = error.details[name];
    return isAbsolute(value) ? [[name, value] as const] : [];
  });
  const short = long.map(([name, value]) => [name, value.split(/[/\\]/).findLast(part => part !== '') ?? value]);
  return {
    error: { ...error, details: { ...error.details, ...Object.fromEntries(short) } },
    paths: long.map(([, value]) => value).join('\n'),
  };
}
