// Page and core as one site: the page's files, everything else from the core, the security headers on all of it.
import { findRoute, type RoutePolicy } from '../../core/routes.ts';
import type { Knock } from './http.ts';
import type { Page } from './page.ts';
import { secured } from './security-headers.ts';

/** Addresses of the page itself. */
const pagePolicy: RoutePolicy = { method: 'GET', proof: 'cookie', body: null, bodyLimitBytes: 0 };
/** Nothing is at such an address; whoever asks must prove as much as for a call before hearing so. */
const nowherePolicy: RoutePolicy = { method: 'GET', proof: 'header', body: null, bodyLimitBytes: 0 };

export type Site = {
  handle(request: Request): Promise<Response>;
  /** Every address has a policy. */
  policyOf(pathname: string): RoutePolicy;
  bodyLimitBytes(knock: Knock): number;
};

export function createSite(page: Page, handleCore: (request: Request) => Promise<Response>): Site {
  const policyOf = (pathname: string): RoutePolicy =>
    page.has(pathname) ? pagePolicy : (findRoute(pathname)?.policy ?? nowherePolicy);
  return {
    async handle(request) {
      const { pathname } = new URL(request.url);
      const own = request.method === 'GET' ? await page.answer(pathname) : undefined;
      return secured(own ?? (await handleCore(request)));
    },
    policyOf,
    bodyLimitBytes: ({ url }) => policyOf(url.pathname).bodyLimitBytes,
  };
}
