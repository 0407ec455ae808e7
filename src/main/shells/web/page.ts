// The page's own files: an exact list read from the built folder, so no address can name anything else; index.html gets a nonce per load.
import { randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { contentSecurityPolicy } from './security-headers.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};
/** What vite.config.ts writes where a nonce belongs. */
const nonceMark = 'FOVEA_NONCE';

export type Page = {
  /** The file at an address; undefined where the page has none. */
  answer(pathname: string): Promise<Response | undefined>;
  has(pathname: string): boolean;
};

/**
 * Reads the list of files below `folder` (dist/page) now, and again at each load of the page. `token` is given to the page as
 * `<meta name="fovea-token">`; null in the desktop shell, which needs none. Rejects where the page was never built.
 */
export async function openPage(folder: string, token: string | null): Promise<Page> {
  let files = await listFiles(folder);
  return {
    has: pathname => pathname === '/' || files.has(pathname),
    async answer(pathname) {
      if (pathname === '/') {
        files = await listFiles(folder);
        return indexResponse(await readFile(path.join(folder, 'index.html'), 'utf8'), token);
      }
      const file = files.get(pathname);
      if (file === undefined || pathname === '/index.html') return undefined;
      const isNamedByContent = pathname.startsWith('/assets/');
      return new Response(await readFile(file), {
        headers: {
          'content-type': types[path.extname(file)] ?? 'application/octet-stream',
          'cache-control': isNamedByContent ? 'private, max-age=31536000, immutable' : 'no-store',
        },
      });
    },
  };
}

/** Addresses and the files they stand for. */
async function listFiles(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return new Map(
    entries
      .filter(entry => entry.isFile())
      .map(entry => path.join(entry.parentPath, entry.name))
      .map(file => [`/${path.relative(folder, file).split(path.sep).join('/')}`, file]),
  );
}

function indexResponse(html: string, token: string | null): Response {
  const nonce = randomBytes(16).toString('base64url');
  const meta = token === null ? '' : `<meta name="fovea-token" content="${token}" />`;
  const body = html.replaceAll(nonceMark, nonce).replace('<head>', `<head>${meta}`);
  return new Response(body, {
    headers: {
      'content-type': types['.html']!,
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy(nonce),
    },
  });
}
