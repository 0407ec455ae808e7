// How it is said where a starting point comes from.
import type { MessageKey } from '../../../shared/messages.ts';
import type { BackboneSummary } from '../../../shared/records/backbone.ts';

export function sourceKey({ source, isHere }: BackboneSummary): MessageKey {
  if (!isHere) return 'models.source.absent';
  return source === 'built-in' || source === 'download' ? `models.source.${source}` : 'models.source.imported';
}
