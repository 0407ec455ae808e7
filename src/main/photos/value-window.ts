// Photos of measured values (floating point, 32-bit or signed numbers): what is the smallest becomes black and the greatest white,
// because such values have no brightness of their own and would otherwise come out black.
import { photoError } from './photo-error.ts';
import type { RawPhoto } from './raw-photo.ts';

const midGrey = 128;

/**
 * RGB of values in rows of `channels` each; channels beyond the colours are passed over. A value that is no number becomes mid-grey,
 * as transparency does. Throws photo-damaged where none is a number.
 */
export function throughWindow(
  values: Float32Array,
  channels: number,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): RawPhoto {
  const colours = channels < 3 ? 1 : 3;
  let [least, most] = [Infinity, -Infinity];
  for (let at = 0; at < values.length; at += channels) {
    for (let channel = 0; channel < colours; channel++) {
      const value = values[at + channel]!;
      if (!Number.isFinite(value)) continue;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  if (least > most) throw photoError('photo-damaged', { reason: 'broken-data', detail: 'no value is a number' });
  const scale = most === least ? 0 : 255 / (most - least);
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let at = 0, to = 0; to < data.length; at += channels, to += 3) {
    for (let channel = 0; channel < 3; channel++) {
      const value = values[at + (colours === 1 ? 0 : channel)]!;
      data[to + channel] = Number.isFinite(value) && scale > 0 ? Math.round((value - least) * scale) : midGrey;
    }
  }
  return { data, widthPx, heightPx, channels: 3 };
}
