// Shows the place that the address names: features/<place>/page.tsx, loaded when it is first seen.
import { lazy, Suspense, type ComponentType } from 'react';
import { useCall } from './api/query.ts';
import { ErrorBoundary, ErrorState } from './components/ErrorState.tsx';
import { usePlace, type PlaceName } from './components/places.ts';
import { Waiting } from './components/Waiting.tsx';

type Page = { readonly default: ComponentType };
const files = import.meta.glob<Page>('./features/*/page.tsx');

function pageOf(name: PlaceName | 'start'): ComponentType {
  return lazy(async () => {
    const load = files[`./features/${name}/page.tsx`];
    if (!load) throw new Error(`There is no page for ${name}`);
    return load();
  });
}

const start = pageOf('start');
const pages: Readonly<Record<PlaceName, ComponentType>> = {
  photos: pageOf('photos'),
  label: pageOf('label'),
  train: pageOf('train'),
  results: pageOf('results'),
  predict: pageOf('predict'),
  models: pageOf('models'),
  settings: pageOf('settings'),
  help: pageOf('help'),
};

/** Without a project every place but settings and help is the start screen. */
export function PlaceView() {
  const place = usePlace();
  const info = useCall('app:info', null);
  if (info.error && !info.data) return <ErrorState error={info.error} onRetry={() => void info.refetch()} />;
  if (!info.data) return <Waiting />;
  const isFree = place.name === 'settings' || place.name === 'help';
  const Page = info.data.project || isFree ? pages[place.name] : start;
  return (
    <ErrorBoundary resetKey={`${place.name} ${info.data.project?.folder ?? ''}`}>
      <Suspense fallback={<Waiting />}>
        <Page />
      </Suspense>
    </ErrorBoundary>
  );
}
