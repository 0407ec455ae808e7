// The one way from the page to the core: requests on the page's own origin.
import { bytesFormOf, type CallArg, type CallName, type CallResult } from '../../shared/contract.ts';
import { AppError, fromErrorRecord, type ErrorRecord } from '../../shared/errors.ts';
import { isGesture, saveOptions } from './gesture-kinds.ts';
import { gestureLine } from './gesture-line.ts';
import { trackSave } from './saving.ts';

/** The serve shell wants this on every request that a link cannot make; the desktop shell gives none. */
const token = document.querySelector<HTMLMetaElement>('meta[name="fovea-token"]')?.content;

/** `fetch` with the page's token; rejects with AppError when the core does not answer or answers with an error. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token) headers.set('x-fovea-token', token);
  const response = await fetch(path, { ...init, headers }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new AppError('worker-died', { worker: 'core', reason: 'no answer' }, { cause: error });
  });
  if (!response.ok) throw await errorOf(response);
  return response;
}

async function errorOf(response: Response): Promise<AppError> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === 'object' && body !== null && 'error' in body) return fromErrorRecord(body.error as ErrorRecord);
  return new AppError('bad-request', { reason: `${response.status} ${response.statusText}` });
}

async function send<Name extends CallName>(
  name: Name,
  arg: CallArg<Name>,
  signal?: AbortSignal,
): Promise<CallResult<Name>> {
  const response = await request(`/call/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(arg),
    ...(signal ? { signal } : {}),
  });
  const form = bytesFormOf(name);
  if (form !== undefined) return form.read(await response.arrayBuffer());
  const body = (await response.json()) as { result: CallResult<Name> };
  return body.result;
}

/** A gesture whose caller keeps it and sends it again by itself until it is saved. */
export function callKept<Name extends CallName>(name: Name, arg: CallArg<Name>): Promise<CallResult<Name>> {
  return trackSave(() => send(name, arg), { isKept: true });
}

/** Calls that take the project as it is: what was done just before belongs to it. */
const afterGestures: ReadonlySet<CallName> = new Set([
  'training:start',
  'annotations:export',
  'backups:make',
] satisfies CallName[]);

/** One call of the contract. Rejects with AppError. Gestures are counted until they are on disk (status bar). */
export function call<Name extends CallName>(
  name: Name,
  arg: CallArg<Name>,
  signal?: AbortSignal,
): Promise<CallResult<Name>> {
  const ask = (): Promise<CallResult<Name>> => send(name, arg, signal);
  if (isGesture(name)) return trackSave(ask, saveOptions(name, arg));
  return afterGestures.has(name) ? gestureLine.settled().then(ask) : ask();
}
