// The serve shell: the core and its page on 127.0.0.1, for a person's own browser alone.
import type { Core } from '../../core/index.ts';
import { refused, startWebServer, type Knock, type Refusal } from '../web/http.ts';
import { openPage } from '../web/page.ts';
import { createSite } from '../web/site.ts';
import { openBrowser } from './browser.ts';
import { enter, sorry } from './entrance.ts';
import { gate, openPath, type GateFacts } from './gate.ts';
import { createSecrets } from './secrets.ts';

const defaultIdleMs = 30 * 60_000;
/** Looks so often before the time is over. */
const looks = 30;

export type Served = {
  readonly port: number;
  /** A new one-time link; those before it are good no more. */
  newLink(): string;
  /** Opens the link in the person's browser; false where there is none. */
  openInBrowser(link: string): Promise<boolean>;
  /** Resolves when nobody had the page open and nothing was worked on for `idleMs`. */
  readonly idle: Promise<void>;
  close(): Promise<void>;
};

/** Listens on a random port, or on `port`. The core stays the caller's to close. */
export async function serve(options: {
  readonly core: Core;
  readonly pageFolder: string;
  readonly port?: number;
  /** Ends after so long without a page and without work; half an hour unless said. */
  readonly idleMs?: number;
}): Promise<Served> {
  const { core, idleMs = defaultIdleMs } = options;
  const secrets = createSecrets();
  const page = await openPage(options.pageFolder, secrets.token);
  const site = createSite(page, core.handle);
  // No request passes before the port is known: no host has port -1.
  let facts: GateFacts = { port: -1, secrets, policyOf: site.policyOf };
  const server = await startWebServer({
    listen: { port: options.port ?? 0 },
    gate: knock => turnAway(knock, gate(facts, knock)),
    handle: request => {
      const url = new URL(request.url);
      return url.pathname === openPath ? Promise.resolve(enter(secrets, server.port, url)) : site.handle(request);
    },
    bodyLimitBytes: site.bodyLimitBytes,
  });
  facts = { ...facts, port: server.port };

  const idle = Promise.withResolvers<void>();
  // Counted in looks, not by a clock: a suspended computer must find its page again, which comes back a moment after the wake.
  let idleLooks = 0;
  const look = setInterval(() => {
    idleLooks = core.pageCount() > 0 || core.isWorking() ? 0 : idleLooks + 1;
    if (idleLooks > looks) idle.resolve();
  }, idleMs / looks);
  let cleanLink = (): Promise<void> => Promise.resolve();

  return {
    port: server.port,
    newLink: () => `http://127.0.0.1:${server.port}${openPath}?once=${secrets.newOnce()}`,
    async openInBrowser(link) {
      const { isAsked, clean } = await openBrowser(link);
      cleanLink = clean;
      return isAsked;
    },
    idle: idle.promise,
    async close() {
      clearInterval(look);
      await cleanLink();
      await server.close();
    },
  };
}

/** A person who opens the page without a session gets words; everybody else gets JSON. */
function turnAway({ url }: Knock, refusal: Refusal | null): Response | null {
  if (refusal === null) return null;
  return refusal.status === 401 && url.pathname === '/' ? sorry(401) : refused(refusal);
}
