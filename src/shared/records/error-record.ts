// An error as another process sent it, checked.
import { z } from 'zod';
import { errorCodes, type ErrorDetails } from '../errors.ts';

export const errorRecord = z.strictObject({
  code: z.enum(errorCodes),
  details: z.record(z.string(), z.unknown()).transform(value => value as ErrorDetails),
});
