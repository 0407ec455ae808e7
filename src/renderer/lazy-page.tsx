// A page whose code is loaded when it is first seen, or before.
import { lazy, useState, type ComponentType } from 'react';

export type LazyPage = {
  (): React.JSX.Element;
  /** Loads its code; where that fails, the visit tries again and says so. */
  readonly prefetch: () => void;
};

/**
 * Like React's lazy, but a page whose code is here is shown at once: React shows the fallback also where the code comes a moment later, and
 * then keeps it for 300 ms (measured: a third of the time in which 100,000 photos are opened).
 */
export function lazyPage(load: () => Promise<{ readonly default: ComponentType }>): LazyPage {
  let loaded: ComponentType | null = null;
  const fetch = async () => {
    const page = await load();
    loaded = page.default;
    return page;
  };
  const Later = lazy(fetch);
  function Page() {
    // The same for as long as it is shown: another component would begin anew.
    const [Shown] = useState<ComponentType>(() => loaded ?? Later);
    return <Shown />;
  }
  return Object.assign(Page, { prefetch: () => void fetch().catch(() => undefined) });
}
