// Who may ask the loopback server what (safety.md, Loopback server): exact Host, our Origin, our own page as the asker, cookie, header token.
import type { Knock, Refusal } from '../web/http.ts';
import type { RoutePolicy } from '../../core/routes.ts';
import { isSame, type Secrets } from './secrets.ts';

/** The address of the one-time link; it answers for itself. */
export const openPath = '/open';

export type GateFacts = {
  readonly port: number;
  readonly secrets: Secrets;
  readonly policyOf: (pathname: string) => RoutePolicy;
};

export const cookieName = (port: number): string => `fovea-${port}`;

const forbidden = (reason: string): Refusal => ({ status: 403, reason });
const unknown = (reason: string): Refusal => ({ status: 401, reason });

/** null lets the request in. Cheap and public checks come first, secrets last. */
export function gate({ port, secrets, policyOf }: GateFacts, { method, url, headers, hosts }: Knock): Refusal | null {
  const host = `127.0.0.1:${port}`;
  if (hosts.length !== 1 || hosts[0] !== host) return forbidden('host');
  if (url.pathname === openPath) return method === 'GET' ? null : forbidden('method');
  const policy = policyOf(url.pathname);
  if (method !== policy.method) return forbidden('method');
  const { origin } = headers;
  if (origin === undefined ? method !== 'GET' : origin !== `http://${host}`) return forbidden('origin');
  const site = headers['sec-fetch-site'];
  // A person types the address or reloads: that is nobody's page asking, and allowed for the page itself alone.
  if (site !== 'same-origin' && !(site === 'none' && url.pathname === '/')) return forbidden('sec-fetch-site');
  if (policy.body === 'json' && !/^application\/json(;|$)/i.test(headers['content-type'] ?? '')) {
    return forbidden('content-type');
  }
  const cookie = cookieIn(headers.cookie ?? '', cookieName(port));
  if (cookie === null) return unknown('session');
  if (!isSame(cookie, secrets.cookie)) {
    secrets.countBad();
    return unknown('session');
  }
  if (policy.proof === 'cookie') return null;
  const token = headers['x-fovea-token'];
  if (typeof token === 'string' && isSame(token, secrets.token)) return null;
  if (typeof token === 'string') secrets.countBad();
  return unknown('token');
}

/** The value of one cookie; null where it is missing or given twice. */
function cookieIn(header: string, name: string): string | null {
  const values = header
    .split(';')
    .map(part => part.trim())
    .filter(part => part.startsWith(`${name}=`))
    .map(part => part.slice(name.length + 1));
  return values.length === 1 ? values[0]! : null;
}
