// Writes what a run has trained as a model folder: the head alone on a backbone that is always there, or the whole network.
import { writeModel } from '../../engine/graph.ts';
import type { Model } from '../../engine/model.ts';
import type { Preprocessing } from '../../engine/preprocessing.ts';
import type { Weights } from '../../engine/tensor.ts';
import { sha256 } from '../formats/models/durable-folder.ts';
import { writeModelFolder } from '../formats/models/model-folder.ts';
import type { BackboneReference } from '../formats/models/model-manifest.ts';
import { writeSafetensors } from '../formats/models/safetensors.ts';
import type { TrainJob } from './api.ts';
import { modelCard, type CardFacts } from './card.ts';

export type TrainedNetwork = Pick<CardFacts, 'backbone' | 'learned' | 'trainedOn' | 'score'> & {
  readonly model: Model;
  readonly weights: Weights;
  readonly preprocessing: Preprocessing;
  /** The backbone that `model` is only the head of; null: `model` is whole. */
  readonly reference: BackboneReference | null;
};

/** Throws as `writeModelFolder`. */
export async function saveModel(job: TrainJob, trained: TrainedNetwork): Promise<void> {
  const { model, weights, preprocessing, reference, ...facts } = trained;
  const createdAt = new Date().toISOString();
  const files = { 'weights.safetensors': sha256(writeSafetensors(weights)) };
  const card = modelCard({ job, preprocessing, createdAt, files, ...facts });
  await writeModelFolder(job.modelFolder, {
    task: 'classification',
    graph: writeModel(model) as Record<string, unknown>,
    backbone: reference,
    preprocessing,
    classes: job.classes.map(({ id, name }) => ({ id: String(id), name })),
    created: createdAt,
    weights,
    card,
  });
}
