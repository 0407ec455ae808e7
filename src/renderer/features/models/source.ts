// How it is said where a starting point comes from, and whose it is.
import type { MessageKey } from '../../../shared/messages.ts';
import type { BackboneSummary } from '../../../shared/records/backbone.ts';

/** As cards of files say it whose licence nobody told; card.json is English. */
const notStated = 'not stated';

/** The licence as it is called everywhere; null where it is not known. */
export function knownLicence(licence: string | null): string | null {
  return licence === null || licence === '' || licence === notStated ? null : licence;
}

export function sourceKey({ source, isHere }: BackboneSummary): MessageKey {
  if (!isHere) return 'models.source.absent';
  return source === 'built-in' || source === 'download' ? `models.source.${source}` : 'models.source.imported';
}
