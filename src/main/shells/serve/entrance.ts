// The door: a one-time link becomes a session cookie; whoever comes without one is told in plain words how to get a link.
import { contentSecurityPolicy, secured } from '../web/security-headers.ts';
import { text } from '../../../shared/messages.ts';
import { cookieName } from './gate.ts';
import type { Secrets } from './secrets.ts';

/**
 * Answers `/open?once=…`. The cookie is set and the page entered by a second navigation, which is our own and so carries the
 * strict cookie; the link leaves the history.
 */
export function enter(secrets: Secrets, port: number, url: URL): Response {
  if (secrets.isShut()) return sorry(429);
  if (!secrets.useOnce(url.searchParams.get('once') ?? '')) {
    secrets.countBad();
    return sorry(401);
  }
  return secured(
    new Response('<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Fovea</title>', {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy(null),
        'set-cookie': `${cookieName(port)}=${secrets.cookie}; HttpOnly; SameSite=Strict; Path=/`,
      },
    }),
  );
}

/** A page without scripts, in both languages: nobody's settings are known yet. */
export function sorry(status: 401 | 429): Response {
  const lines = [text('en', 'cli.serve.link-needed'), text('ko', 'cli.serve.link-needed')];
  const body = lines.map(line => `<p>${line}</p>`).join('');
  return secured(
    new Response(`<!doctype html><meta charset="utf-8"><title>Fovea</title><h1>Fovea</h1>${body}`, {
      status,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    }),
  );
}
