// Gives what libvips says the words of our errors.
import { AppError } from '../../shared/errors.ts';
import { photoError } from './photo-error.ts';

/** What `work` gives; whatever it throws becomes a photo-* AppError. */
export async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AppError ? error : refusal(error);
  }
}

function refusal(error: unknown): AppError {
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  if (/channel limit/i.test(detail))
    return photoError('photo-format-unsupported', { format: 'TIFF (more than 4 colour channels)', detail }, error);
  if (/pixel limit|too large/i.test(detail))
    return photoError('photo-too-large', { reason: 'too-many-pixels', detail }, error);
  if (/timeout/i.test(detail)) return photoError('photo-damaged', { reason: 'took-too-long', detail }, error);
  const reason = /premature end|truncat|unexpected end|end of (file|stream|input)/i.test(detail)
    ? 'cut-short'
    : 'broken-data';
  return photoError('photo-damaged', { reason, detail }, error);
}
