// How one call of the contract is written down: a schema for its one argument and the type of its result.
import type { z } from 'zod';

/** `result` exists for the compiler only. */
export type Call<Arg extends z.ZodType, Result> = { readonly arg: Arg; readonly result?: Result };

/** `call(schema).returns<Result>()`. */
export function call<Arg extends z.ZodType>(arg: Arg): { returns: <Result>() => Call<Arg, Result> } {
  return { returns: () => ({ arg }) };
}
