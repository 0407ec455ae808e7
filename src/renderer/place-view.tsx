// Shows the place that the address names; a page is loaded when it is first seen.
import { lazy, Suspense, useEffect } from 'react';
import { useCall } from './api/query.ts';
import { ErrorBoundary, ErrorState } from './components/ErrorState.tsx';
import { useHistoryOpen } from './components/history-view.ts';
import { usePlace, type PlaceName } from './components/places.ts';
import { useBrokenProject, useIsLookedAt } from './components/project/broken-project.ts';
import { useOpening } from './components/project/open-project.ts';
import { Waiting } from './components/Waiting.tsx';
import { lazyPage } from './lazy-page.tsx';
import classes from './place-view.module.css';

const StartPage = lazyPage(() => import('./features/start/page.tsx'));
const HistoryPanel = lazy(() => import('./features/history/page.tsx'));
const pages = {
  photos: lazyPage(() => import('./features/photos/page.tsx')),
  label: lazyPage(() => import('./features/label/page.tsx')),
  train: lazyPage(() => import('./features/train/page.tsx')),
  results: lazyPage(() => import('./features/results/page.tsx')),
  predict: lazyPage(() => import('./features/predict/page.tsx')),
  models: lazyPage(() => import('./features/models/page.tsx')),
  import: lazyPage(() => import('./features/import/page.tsx')),
  health: lazyPage(() => import('./features/health/page.tsx')),
  backups: lazyPage(() => import('./features/restore/page.tsx')),
  settings: lazyPage(() => import('./features/settings/page.tsx')),
  help: lazyPage(() => import('./features/help/page.tsx')),
} as const satisfies Readonly<Record<PlaceName, unknown>>;

/** What comes next is loaded meanwhile: the start screen while the core is asked, the photos while a person chooses, then Label after them. */
const afterPhotosMs = 1_500;

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
  const next = !info.data ? StartPage : info.data.project === null ? pages.photos : pages.label;
  useEffect(() => {
    const timer = setTimeout(next.prefetch, next === pages.label ? afterPhotosMs : 0);
    return () => clearTimeout(timer);
  }, [next]);
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
