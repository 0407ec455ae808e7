// Pixels of a train photo as a run would see it, from the core; kept like any other answer.
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { AugmentedPhoto } from '../../../shared/records/augmented-photo.ts';
import type { Augmentation } from '../../../shared/records/recipe.ts';
import { request } from '../../api/transport.ts';

export type PictureWish = {
  readonly photo: AugmentedPhoto;
  readonly augmentation: readonly Augmentation[];
  readonly sidePx: number;
};

/** No augmentation has a word of its own: a part of an address is never empty. */
export function augmentedUrl({ photo, augmentation, sidePx }: PictureWish): string {
  return `/augmented/${photo.id}/${sidePx}/${augmentation.length === 0 ? 'none' : augmentation.join(',')}/${photo.seed}`;
}

/** RGBA, sidePx × sidePx. */
export function useAugmentedPicture(wish: PictureWish): UseQueryResult<ImageData, unknown> {
  const url = augmentedUrl(wish);
  return useQuery({
    queryKey: ['augmented', url],
    queryFn: async ({ signal }) => {
      const response = await request(url, { signal });
      return new ImageData(new Uint8ClampedArray(await response.arrayBuffer()), wish.sidePx, wish.sidePx);
    },
  });
}
