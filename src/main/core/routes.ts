// Every address the core answers, each with its policy. A route without a policy does not compile, nor does a policy without a handler.

export type RoutePolicy = {
  readonly method: 'GET' | 'POST';
  /**
   * What a browser must show in the serve shell (safety.md, Loopback server). `cookie`: the session cookie alone, asked by our own
   * page (pictures and downloads, which an element asks for and so cannot carry a header). `header`: the header token too.
   */
  readonly proof: 'cookie' | 'header';
  /** Type a request body must have; null where there is none. */
  readonly body: 'json' | 'bytes' | null;
  readonly bodyLimitBytes: number;
};

const MB = 1024 * 1024;
/** The largest photo that may be uploaded for prediction. */
export const uploadLimitBytes = 200 * MB;

const read = { method: 'GET', proof: 'header', body: null, bodyLimitBytes: 0 } as const satisfies RoutePolicy;
const pixels = { ...read, proof: 'cookie' } as const satisfies RoutePolicy;

/** `:name` stands for one part of the path. */
export const routes = {
  '/call/:name': { method: 'POST', proof: 'header', body: 'json', bodyLimitBytes: 64 * MB },
  '/events': read,
  '/photo/:id': pixels,
  '/tile/:id/:column/:row': pixels,
  '/thumbnails': read,
  '/recent/:id/:n': pixels,
  '/augmented/:id/:side/:augmentations/:seed': read,
  '/predicted/:work/:index': pixels,
  '/upload': { method: 'POST', proof: 'header', body: 'bytes', bodyLimitBytes: uploadLimitBytes },
  '/download/annotations': pixels,
  '/download/predictions/:work': pixels,
  '/download/export/:work': pixels,
} as const satisfies Readonly<Record<`/${string}`, RoutePolicy>>;
export type RoutePath = keyof typeof routes;

/** Names of the `:parts` of a route. */
type PartNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | PartNames<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;
export type RouteParts<Path extends RoutePath> = Readonly<Record<PartNames<Path>, string>>;

export type RouteHandlers = {
  readonly [Path in RoutePath]: (request: Request, parts: RouteParts<Path>, url: URL) => Promise<Response>;
};

export type RouteMatch = {
  readonly path: RoutePath;
  readonly policy: RoutePolicy;
  readonly parts: Readonly<Record<string, string>>;
};

/** The route of a path, decoded once; undefined where there is none. */
export function findRoute(pathname: string): RouteMatch | undefined {
  const given = pathname.split('/');
  for (const [route, policy] of Object.entries(routes) as [RoutePath, RoutePolicy][]) {
    const wanted = route.split('/');
    if (wanted.length !== given.length) continue;
    if (!wanted.every((part, place) => (part.startsWith(':') ? given[place] !== '' : part === given[place]))) continue;
    const parts = wanted.flatMap((part, place): [string, string][] =>
      part.startsWith(':') ? [[part.slice(1), given[place]!]] : [],
    );
    return { path: route, policy, parts: Object.fromEntries(parts) };
  }
  return undefined;
}
