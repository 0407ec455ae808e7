// Calls about what a run can start from: what is here, fetching a pretrained network, bringing one in from a file.
import { z } from 'zod';
import type { BackboneSummary } from '../records/backbone.ts';
import { grantId, workId } from '../records/ids.ts';
import { declaredPreprocessing } from '../records/preprocessing.ts';
import { backboneId } from '../records/recipe.ts';
import { call } from './call.ts';

const work = z.object({ work: workId });
type Work = z.infer<typeof work>;

export const backbonesCalls = {
  /** Pretrained ones first, then imported ones, models of the open project, bare networks. */
  'backbones:list': call(z.null()).returns<readonly BackboneSummary[]>(),
  /** Fetches a pretrained network by the manifest, going on where an earlier try ended; progress counts bytes. */
  'backbones:download': call(z.object({ id: backboneId })).returns<Work>(),
  /**
   * Brings a model file in, as a backbone for every project of this person. `preprocessing` is needed where the file does not say
   * how photos become its input; without it then `model-invalid` {reason: 'preprocessing-unknown'}.
   */
  'backbones:import': call(
    z.object({ grant: grantId, preprocessing: z.enum(declaredPreprocessing).optional() }),
  ).returns<Work>(),
  /** What an import that is done made; an equal file that was there already is found again. */
  'backbones:imported': call(work).returns<{ readonly id: string }>(),
  /** Removes an imported or fetched one from this computer; runs keep their models. */
  'backbones:remove': call(z.object({ id: backboneId })).returns<null>(),
};
