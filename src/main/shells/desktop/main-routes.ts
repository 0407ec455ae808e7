// What only Electron's main process asks of the core: grants for paths a person chose, and whether a run is going on.
// The protocol handler forwards no request of the page to these addresses.
import type { Core } from '../../core/index.ts';
import type { MainAnswers } from './forward.ts';

export const mainBodyLimitBytes = 8 * 1024 * 1024;

export function isMainRoute(url: string | URL): boolean {
  return new URL(url).pathname.startsWith('/main/');
}

export async function answerMain(core: Core, request: Request): Promise<Response> {
  switch (new URL(request.url).pathname) {
    case '/main/grant': {
      const { paths } = (await request.json()) as { paths: string[] };
      return Response.json({
        grants: paths.map(chosen => core.grants.add(chosen)),
      } satisfies MainAnswers['/main/grant']);
    }
    case '/main/running': {
      const works = await core.call('work:list', null);
      const { settings } = await core.call('app:info', null);
      const running = works.some(({ kind, state }) => kind === 'train' && state === 'running');
      return Response.json({ running, language: settings.language } satisfies MainAnswers['/main/running']);
    }
    default:
      return new Response('', { status: 404 });
  }
}
