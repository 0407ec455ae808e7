// What was promised of a run that goes on: the plan for its own recipe and backbone.
import type { RunSummary, TrainingPlan } from '../../../shared/records/run.ts';
import { useCall } from '../../api/query.ts';

/** undefined until it is there, and where the backbone is gone. A run knows its backbone by name alone. */
export function useRunPlan(run: RunSummary): TrainingPlan | undefined {
  const backbone = useCall('backbones:list', null).data?.find(({ name }) => name === run.backbone);
  const { recipe, engine, seed } = run;
  const options = { recipe, engine, seed, ...(backbone ? { backbone: backbone.id } : {}) };
  return useCall('training:plan', options, { enabled: backbone !== undefined, keepPrevious: true }).data;
}
