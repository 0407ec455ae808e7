// The one list of calls between a page (or the command line) and the core. Handlers, client, routes and commands derive from it.
import type { z } from 'zod';
import { annotationsCalls } from './calls/annotations.ts';
import { appCalls } from './calls/app.ts';
import { backbonesCalls } from './calls/backbones.ts';
import type { BytesForm, Call } from './calls/call.ts';
import { compareCalls } from './calls/compare.ts';
import { healthCalls } from './calls/health.ts';
import { importsCalls } from './calls/imports.ts';
import { photosCalls } from './calls/photos.ts';
import { projectCalls } from './calls/project.ts';
import { restoreCalls } from './calls/restore.ts';
import { syncCalls } from './calls/sync.ts';
import { trainingCalls } from './calls/training.ts';

export const calls = {
  ...appCalls,
  ...projectCalls,
  ...photosCalls,
  ...trainingCalls,
  ...backbonesCalls,
  ...compareCalls,
  ...importsCalls,
  ...annotationsCalls,
  ...restoreCalls,
  ...healthCalls,
  ...syncCalls,
};

export type Calls = typeof calls;
export type CallName = keyof Calls;
/** What a caller writes; defaults of the schema may be left out. */
export type CallArg<Name extends CallName> = z.input<Calls[Name]['arg']>;
/** What a handler gets, after the schema. */
export type ParsedArg<Name extends CallName> = z.output<Calls[Name]['arg']>;
export type CallResult<Name extends CallName> = Calls[Name] extends Call<z.ZodType, infer Result> ? Result : never;

export type Handler<Name extends CallName> = (arg: ParsedArg<Name>) => CallResult<Name> | Promise<CallResult<Name>>;
/** A missing handler, a wrong argument or a wrong result does not compile. */
export type Handlers = { readonly [Name in CallName]: Handler<Name> };

/** How the result of a call crosses; undefined: as JSON. */
export function bytesFormOf<Name extends CallName>(name: Name): BytesForm<CallResult<Name>> | undefined {
  return (calls[name] as unknown as { readonly bytes?: BytesForm<CallResult<Name>> }).bytes;
}

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}
