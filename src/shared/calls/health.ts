// Calls about the health of the project's photos.
import { z } from 'zod';
import { healthFixes, type HealthReport } from '../records/health.ts';
import { photoId } from '../records/ids.ts';
import type { Made } from '../records/project.ts';
import type { Finding } from '../records/restore.ts';
import { call } from './call.ts';

export const healthCalls = {
  /** Checks the whole project file and every row that a person made. */
  'health:integrity': call(z.null()).returns<readonly Finding[]>(),
  /** `most`: entries of each list that are told, and photos of each group; null: all of them. Totals are of all in any case. */
  'health:read': call(z.object({ most: z.number().int().min(1).max(10_000) }).nullable()).returns<HealthReport>(),
  /** Puts right everything of a kind that `health:read` found last, as one gesture; says how many photos that changed. */
  'health:put-right': call(z.object({ what: z.enum(healthFixes) })).returns<{ readonly photos: number } & Made>(),
  /** Photos that belong together become one group, on the side where most of the trained ones are; one gesture for all sets. */
  'health:keep-together': call(
    z.object({ sets: z.array(z.array(photoId).min(2).max(10_000)).min(1).max(10_000) }),
  ).returns<Made>(),
};
