// What the command line asks of model files, as a job of an engine worker: files from anywhere are read in a process of their own.
import type { ModelFileAnswer, ModelFileRequest } from '../../shared/records/model-file.ts';
import { startJob } from '../training/supervise.ts';

/** @throws AppError as the job, or of the worker. */
export async function askModelFile(
  request: ModelFileRequest,
  place: { readonly resourcesFolder: string; readonly threads: number },
): Promise<ModelFileAnswer> {
  const { answer } = await startJob({ kind: 'model-file', request, ...place }).result;
  return answer;
}
