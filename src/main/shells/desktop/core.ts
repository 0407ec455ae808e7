// Entry of the core in the desktop shell: a plain Node process. It reads its start from standard input, answers on a private socket,
// and ends when main closes that input.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { timingSafeEqual } from 'node:crypto';
import { createCore, type Core } from '../../core/index.ts';
import { refused, startWebServer, type Knock } from '../web/http.ts';
import { openPage } from '../web/page.ts';
import { createSite } from '../web/site.ts';
import type { CoreStart, CoreWord } from './core-process.ts';
import { answerMain, isMainRoute, mainBodyLimitBytes } from './main-routes.ts';

/** Whatever keeps the core from closing must not keep it alive: not long where main is gone, else as long as the last backup may take. */
const closeWithinMs = { mainIsGone: 4_000, mainWaits: 60_000 };

const input = createInterface(process.stdin);
const [line] = (await once(input, 'line')) as [string];
const inputClosed = once(input, 'close');
let within = closeWithinMs.mainIsGone;
input.once('line', () => (within = closeWithinMs.mainWaits)); // `askToStop`
const { socket, secret, pageFolder, reopen, ...options } = JSON.parse(line) as CoreStart;
process.stdout.on('error', () => undefined); // main died, which the end of the input tells

const core: Core = await createCore({
  ...options,
  shell: 'desktop',
  log: text => process.stderr.write(`${text}\n`),
});
if (reopen !== null) {
  // The page asks for it again where it cannot be opened, and is told why.
  await core.call('project:open', { grant: core.grants.add(reopen) }).catch((error: unknown) => console.error(error));
}
core.listen(event => {
  if (event.event === 'project:changed') tell({ project: event.data?.folder ?? null });
});
const site = createSite(await openPage(pageFolder, null), core.handle);
const server = await startWebServer({
  listen: { socket },
  gate: knock => (knowsSecret(knock) ? null : refused({ status: 401, reason: 'the secret' })),
  handle: request => (isMainRoute(request.url) ? answerMain(core, request) : site.handle(request)),
  bodyLimitBytes: knock => (isMainRoute(knock.url) ? mainBodyLimitBytes : site.bodyLimitBytes(knock)),
});
tell({ ready: true });

await inputClosed;
setTimeout(() => process.kill(process.pid, 'SIGKILL'), within).unref();
await core.close();
await server.close();

function tell(word: CoreWord): void {
  process.stdout.write(`${JSON.stringify(word)}\n`);
}

function knowsSecret({ headers }: Knock): boolean {
  const given = Buffer.from(String(headers['x-fovea-secret'] ?? ''));
  const wanted = Buffer.from(secret);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
