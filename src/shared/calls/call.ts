// How one call of the contract is written down: a schema for its one argument and the type of its result.
import type { z } from 'zod';

/** A result that is too large for JSON crosses as bytes. */
export type BytesForm<Result> = {
  write(result: Result): Uint8Array<ArrayBuffer>;
  read(body: ArrayBuffer): Result;
};

/** `result` exists for the compiler only. */
export type Call<Arg extends z.ZodType, Result> = {
  readonly arg: Arg;
  readonly result?: Result;
  readonly bytes?: BytesForm<Result>;
};

/** `call(schema).returns<Result>()`, or `call(schema).returnsBytes(form)`. */
export function call<Arg extends z.ZodType>(
  arg: Arg,
): {
  returns: <Result>() => Call<Arg, Result>;
  returnsBytes: <Result>(form: BytesForm<Result>) => Call<Arg, Result>;
} {
  return { returns: () => ({ arg }), returnsBytes: bytes => ({ arg, bytes }) };
}
