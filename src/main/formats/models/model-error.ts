// Why a model file was refused: a closed set of reasons, so that the words can be in the person's language.
import { AppError } from '../../../shared/errors.ts';

export const modelFileReasons = [
  'not-this-format',
  'cut-short',
  'header-broken',
  'offsets-broken',
  'shape-mismatch',
  'too-large',
  'type-unsupported',
  'name-twice',
  'foreign-code',
  'newer-version',
  'content-changed',
  'backbone-differs',
  'fields-wrong',
  'graph-missing',
  'ending-unknown',
  'not-a-number',
  'preprocessing-unknown',
  'inputs-several',
  'not-a-photo',
  'classes-differ',
  'network-unknown',
  'torch-weights',
  'names-no-classes',
  'answers-differ',
] as const;
export type ModelFileReason = (typeof modelFileReasons)[number];

/** `detail` is technical (a tensor's name, an offset) and shown under "details" only. */
export function modelInvalid(file: string, reason: ModelFileReason, detail = '', cause?: unknown): AppError {
  return new AppError('model-invalid', { file, reason, detail }, cause === undefined ? undefined : { cause });
}

/** What `work` gives; where the engine refuses a layer, which knows no file, the error names the file too. */
export function namingFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError && error.code === 'model-invalid' && error.details['file'] === undefined)
      throw new AppError('model-invalid', { ...error.details, file }, { cause: error });
    throw error;
  }
}
