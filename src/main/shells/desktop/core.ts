// Entry of the core in the desktop shell: a plain Node process. It reads its start from standard input, answers on a private socket,
// and ends when main closes that input.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { timingSafeEqual } from 'node:crypto';
import { createCore, type Core } from '../../core/index.ts';
import { refused, startWebServer, type Knock } from '../web/http.ts';
import { openPage } from '../web/page.ts';
import { createSite } from '../web/site.ts';
import type { CoreStart } from './core-process.ts';
import { answerMain, isMainRoute, mainBodyLimitBytes } from './main-routes.ts';

const input = createInterface(process.stdin);
const [line] = (await once(input, 'line')) as [string];
const { socket, secret, pageFolder, ...folders } = JSON.parse(line) as CoreStart;

const core: Core = await createCore({
  ...folders,
  shell: 'desktop',
  log: text => process.stderr.write(`${text}\n`),
});
const site = createSite(await openPage(pageFolder, null), core.handle);
const server = await startWebServer({
  listen: { socket },
  gate: knock => (knowsSecret(knock) ? null : refused({ status: 401, reason: 'the secret' })),
  handle: request => (isMainRoute(request.url) ? answerMain(core, request) : site.handle(request)),
  bodyLimitBytes: knock => (isMainRoute(knock.url) ? mainBodyLimitBytes : site.bodyLimitBytes(knock)),
});
process.stdout.write('ready\n');

await once(input, 'close');
await core.close();
await server.close();

function knowsSecret({ headers }: Knock): boolean {
  const given = Buffer.from(String(headers['x-fovea-secret'] ?? ''));
  const wanted = Buffer.from(secret);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
