// Shows the place that the address names; a page is loaded when it is first seen.
import { lazy, Suspense, useEffect } from 'react';
import { useCall } from './api/query.ts';
import { ErrorBoundary, ErrorState } from './components/ErrorState.tsx';
import { useHistoryOpen } from './components/history-view.ts';
import { usePlace, type PlaceName } from './components/places.ts';
import { useBrokenProject, useIsLookedAt } from './components/project/broken-project.ts';
import { useOpening } from './components/project/open-project.ts';
import { Waiting } from './components/Waiting.tsx';
import classes from './place-view.module.css';

const loadPhotos = () => import('./features/photos/page.tsx');
const StartPage = lazy(() => import('./features/start/page.tsx'));
const HistoryPanel = lazy(() => import('./features/history/page.tsx'));
const pages = {
  photos: lazy(loadPhotos),
  label: lazy(() => import('./features/label/page.tsx')),
  train: lazy(() => import('./features/train/page.tsx')),
  results: lazy(() => import('./features/results/page.tsx')),
  predict: lazy(() => import('./features/predict/page.tsx')),
  models: lazy(() => import('./features/models/page.tsx')),
  import: lazy(() => import('./features/import/page.tsx')),
  health: lazy(() => import('./features/health/page.tsx')),
  backups: lazy(() => import('./features/restore/page.tsx')),
  settings: lazy(() => import('./features/settings/page.tsx')),
  help: lazy(() => import('./features/help/page.tsx')),
} as const satisfies Readonly<Record<PlaceName, unknown>>;

/** Screens that the history is shown beside. */
const withHistory: ReadonlySet<PlaceName> = new Set(['photos', 'label']);

/** Without a project, or while its question is open, every place but settings and help is the start screen; or what brings a project back. */
export function PlaceView() {
  const place = usePlace();
  const info = useCall('app:info', null);
  const opening = useOpening();
  const broken = useBrokenProject();
  const isLookedAt = useIsLookedAt();
  const isHistoryOpen = useHistoryOpen();
  const isAtStart = info.data?.project === null;
  // What comes next is fetched while a person chooses; where it fails, the visit tries again and says so.
  useEffect(() => {
    if (isAtStart) loadPhotos().catch(() => undefined);
  }, [isAtStart]);
  if (info.error && !info.data) return <ErrorState error={info.error} onRetry={() => void info.refetch()} />;
  if (!info.data) return <Waiting />;
  const isFree = place.name === 'settings' || place.name === 'help' || (place.name === 'backups' && isLookedAt);
  const isOpen = info.data.project !== null && opening.state !== 'question';
  const Page = isOpen || isFree ? pages[place.name] : broken ? pages.backups : StartPage;
  const project = info.data.project?.folder ?? '';
  return (
    <div className={classes.view} data-place={place.name}>
      <div className={classes.place}>
        <ErrorBoundary resetKey={`${place.name} ${project}`}>
          <Suspense fallback={<Waiting />}>
            <Page />
          </Suspense>
        </ErrorBoundary>
      </div>
      {isOpen && isHistoryOpen && withHistory.has(place.name) && (
        <ErrorBoundary resetKey={project}>
          <div className={classes.side}>
            <Suspense>
              <HistoryPanel key={project} />
            </Suspense>
          </div>
        </ErrorBoundary>
      )}
    </div>
  );
}
