// How the classes look on a canvas now, read from the tokens.
import { useMemo } from 'react';
import { classTokens, tokenValue } from '../../components/ClassSwatch.tsx';
import type { ClassLookup } from '../../components/classes/class-lookup.ts';
import { createPainter, type Painter } from './paint.ts';

/** Made anew when the classes change. What lies on photos looks the same in both themes. */
export function usePainter({ list }: ClassLookup): Painter {
  return useMemo(() => {
    const paints = new Map(
      list.map(({ id, name, key, colour, patterned }) => {
        const { fill, on } = classTokens(colour);
        return [id, { fill: tokenValue(fill), on: tokenValue(on), key: key ?? '', name, isPatterned: patterned }];
      }),
    );
    return createPainter(paints, {
      halo: tokenValue('--halo'),
      tagGround: tokenValue('--on-photo-bg'),
      tagText: tokenValue('--on-photo-text'),
      handle: tokenValue('--on-photo-text'),
      font: tokenValue('--font-sans'),
    });
  }, [list]);
}
