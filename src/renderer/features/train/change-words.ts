// What was done to a photo, in the few words that stand below it.
import type { PhotoChange } from '../../../shared/records/augmented-photo.ts';
import type { MessageKey } from '../../../shared/messages.ts';
import type { MessageParams } from '../../../shared/messages/message.ts';

export type ChangeWord = { readonly key: MessageKey; readonly params?: MessageParams };

/** At full strength of each change, as engine/augmentation.ts draws them: 1 is the most. Below `seen` nobody sees it. */
const seen = 0.3;
const mostWords = 3;

type Weighed = ChangeWord & { readonly strength: number };

/** The most visible changes, strongest first after mirroring; "as it is" where none can be seen. */
export function changeWords(change: PhotoChange): readonly ChangeWord[] {
  const { turnDegrees, zoom, shiftX, shiftY, light, contrast, saturation, hueDegrees, cutOut } = change;
  const signed = (value: number, most: number, more: MessageKey, less: MessageKey): Weighed => ({
    key: value > 0 ? more : less,
    strength: Math.abs(value) / most,
  });
  const words: Weighed[] = [
    { key: 'train.change.mirrored', strength: change.isMirrored ? 3 : 0 },
    { key: 'train.change.upside-down', strength: change.isUpsideDown ? 3 : 0 },
    { key: 'train.change.cut-out', strength: cutOut ? 2 : 0 },
    {
      key: 'train.change.turned',
      params: { degrees: `${turnDegrees < 0 ? '−' : ''}${Math.abs(Math.round(turnDegrees))}` },
      strength: Math.abs(turnDegrees) / 10,
    },
    { key: 'train.change.closer', strength: zoom / 0.2 },
    { key: 'train.change.shifted', strength: Math.max(Math.abs(shiftX), Math.abs(shiftY)) / 0.1 },
    signed(light, 0.2, 'train.change.lighter', 'train.change.darker'),
    signed(contrast, 0.2, 'train.change.more-contrast', 'train.change.less-contrast'),
    signed(saturation, 0.3, 'train.change.more-colour', 'train.change.less-colour'),
    { key: 'train.change.hue', strength: Math.abs(hueDegrees) / 10 },
  ];
  const visible = words.filter(({ strength }) => strength >= seen).sort((a, b) => b.strength - a.strength);
  if (visible.length === 0) return [{ key: 'train.change.none' }];
  return visible.slice(0, mostWords).map(({ key, params }) => (params ? { key, params } : { key }));
}
