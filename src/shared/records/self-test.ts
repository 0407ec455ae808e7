// What the self-test found: rows of message keys and their facts, put into words by whoever shows them.
import { z } from 'zod';
import type { ErrorRecord } from '../errors.ts';
import type { MessageParams } from '../messages/message.ts';
import { selfTestMeasures, selfTestReasons, selfTestThings } from '../messages/self-test.ts';
import { errorRecord } from './error-record.ts';

const params = z.record(z.string().max(100), z.union([z.string().max(1_000), z.number()]));

export type SelfTestThing = keyof typeof selfTestThings;
export type SelfTestRow = {
  readonly thing: SelfTestThing;
  readonly state: 'works' | 'slower' | 'absent' | 'failed';
  /** null where there is nothing to measure. */
  readonly measured: { readonly key: keyof typeof selfTestMeasures; readonly params: MessageParams } | null;
  /** Why it is slower, not here or failed; null where it works. */
  readonly reason: { readonly key: keyof typeof selfTestReasons; readonly params: MessageParams } | ErrorRecord | null;
};
export type SelfTestReport = {
  readonly passed: boolean;
  readonly rows: readonly SelfTestRow[];
  readonly seconds: number;
};

/** A row as an engine worker sends it. */
export const selfTestRow = z.strictObject({
  thing: z.enum(keysOf(selfTestThings)),
  state: z.enum(['works', 'slower', 'absent', 'failed']),
  measured: z.strictObject({ key: z.enum(keysOf(selfTestMeasures)), params }).nullable(),
  reason: z.union([z.strictObject({ key: z.enum(keysOf(selfTestReasons)), params }), errorRecord]).nullable(),
});

function keysOf<T extends object>(table: T): (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[];
}
