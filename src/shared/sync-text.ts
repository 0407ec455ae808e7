// The words of a notice about synchronised folders, for the page and the command line.
import { text } from './messages.ts';
import type { Language } from './messages/message.ts';
import type { SyncNotice } from './records/sync.ts';

/** Names of second versions that are told; of the others the number is. */
const named = 3;

export function syncText(language: Language, notice: SyncNotice): { readonly title: string; readonly body: string } {
  if (notice.kind === 'conflict') {
    const { folder } = notice;
    const first = notice.files.slice(0, named).join(', ');
    const count = notice.files.length - named;
    const files = count > 0 ? text(language, 'sync.more-files', { files: first, count }) : first;
    return {
      title: text(language, 'sync.conflict-title'),
      body: text(language, 'sync.conflict-body', { files, folder }),
    };
  }
  const { kind, service, folder } = notice;
  return {
    title: text(language, `sync.${kind}-title`, { service }),
    body: text(language, `sync.${kind}-body`, { service, folder }),
  };
}
