// The core as one function from request to response: finds the route, reads arguments with their schemas, turns errors into answers.
import {
  bytesFormOf,
  calls,
  isCallName,
  type CallName,
  type CallResult,
  type Handlers,
} from '../../shared/contract.ts';
import { AppError, toErrorRecord } from '../../shared/errors.ts';
import { binary, errorResponse, json } from './respond.ts';
import { findRoute, type RouteHandlers } from './routes.ts';

/** Runs one call with an argument nobody has checked yet. Throws `bad-request` {reason} when the schema refuses it. */
export async function runCall<Name extends CallName>(
  handlers: Handlers,
  name: Name,
  argument: unknown,
): Promise<CallResult<Name>> {
  const parsed = calls[name].arg.safeParse(argument);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.map(String).join('.') ?? '';
    throw new AppError('bad-request', { reason: `${name} ${where}: ${issue?.message ?? 'refused'}` });
  }
  const handler = handlers[name] as (argument: unknown) => CallResult<Name> | Promise<CallResult<Name>>;
  return handler(parsed.data);
}

/** The body of a call as JSON; an empty body is null. */
export async function readArgument(request: Request): Promise<unknown> {
  if (!/^application\/json(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new AppError('bad-request', { reason: 'the body must be application/json' });
  }
  const body = await request.text();
  if (body === '') return null;
  try {
    return JSON.parse(body) as unknown;
  } catch (error) {
    throw new AppError('bad-request', { reason: 'the body is not JSON' }, { cause: error });
  }
}

/** Answers a `POST /call/<name>`: `{result}` or `{error}`; the result alone where it crosses as bytes. */
export async function answerCall(handlers: Handlers, name: string, request: Request): Promise<Response> {
  if (!isCallName(name)) throw new AppError('not-found', { what: name });
  const result = await runCall(handlers, name, await readArgument(request));
  const form = bytesFormOf(name);
  return form === undefined ? json({ result: result ?? null }) : binary(form.write(result));
}

/** `log` hears of our own bugs (`internal`); what a person can act on is in the answer. */
export function createRouter(
  handlers: RouteHandlers,
  log: (line: string) => void,
): (request: Request) => Promise<Response> {
  return async request => {
    try {
      const url = new URL(request.url);
      const match = findRoute(url.pathname);
      if (match === undefined) throw new AppError('not-found', { what: url.pathname });
      if (match.policy.method !== request.method) {
        throw new AppError('bad-request', { reason: `${match.path} answers ${match.policy.method} alone` });
      }
      const handler = handlers[match.path] as (
        request: Request,
        parts: Readonly<Record<string, string>>,
        url: URL,
      ) => Promise<Response>;
      return await handler(request, match.parts, url);
    } catch (error) {
      if (toErrorRecord(error).code === 'internal') {
        log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      }
      return errorResponse(error);
    }
  };
}
