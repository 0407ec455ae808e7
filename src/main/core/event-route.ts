// The route of the event stream: `GET /events`, resumed by `?core=&seq=`.
import type { EventHub, EventPosition } from './events.ts';
import type { RouteHandlers } from './routes.ts';

export function eventRoute(events: EventHub): Pick<RouteHandlers, '/events'> {
  return {
    '/events': (_request, _parts, url) =>
      Promise.resolve(
        new Response(events.stream(positionIn(url)), {
          headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
        }),
      ),
  };
}

/** null for a page that is new, and where the position cannot be read: both get a reset. */
function positionIn(url: URL): EventPosition | null {
  const core = url.searchParams.get('core');
  const seq = url.searchParams.get('seq') ?? '';
  return core !== null && /^\d{1,15}$/.test(seq) ? { core, seq: Number(seq) } : null;
}
