// Shows the place that the address names; a page is loaded when it is first seen.
import { lazy, Suspense } from 'react';
import { useCall } from './api/query.ts';
import { ErrorBoundary, ErrorState } from './components/ErrorState.tsx';
import { usePlace, type PlaceName } from './components/places.ts';
import { useOpening } from './components/project/open-project.ts';
import { Waiting } from './components/Waiting.tsx';

const StartPage = lazy(() => import('./features/start/page.tsx'));
const pages = {
  photos: lazy(() => import('./features/photos/page.tsx')),
  label: lazy(() => import('./features/label/page.tsx')),
  train: lazy(() => import('./features/train/page.tsx')),
  results: lazy(() => import('./features/results/page.tsx')),
  predict: lazy(() => import('./features/predict/page.tsx')),
  models: lazy(() => import('./features/models/page.tsx')),
  settings: lazy(() => import('./features/settings/page.tsx')),
  help: lazy(() => import('./features/help/page.tsx')),
} as const satisfies Readonly<Record<PlaceName, unknown>>;

/** Without a project, or while its question is open, every place but settings and help is the start screen. */
export function PlaceView() {
  const place = usePlace();
  const info = useCall('app:info', null);
  const opening = useOpening();
  if (info.error && !info.data) return <ErrorState error={info.error} onRetry={() => void info.refetch()} />;
  if (!info.data) return <Waiting />;
  const isFree = place.name === 'settings' || place.name === 'help';
  const isOpen = info.data.project !== null && opening.state !== 'question';
  const Page = isOpen || isFree ? pages[place.name] : StartPage;
  return (
    <ErrorBoundary resetKey={`${place.name} ${info.data.project?.folder ?? ''}`}>
      <Suspense fallback={<Waiting />}>
        <Page />
      </Suspense>
    </ErrorBoundary>
  );
}
