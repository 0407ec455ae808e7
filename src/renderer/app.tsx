// Puts the page together: what every part stands on, the frame, and the place that is shown. Features are loaded when first seen.
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import './styles/tokens.css';
import './styles/global.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense, useEffect, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { useAppInfo } from './api/app-info.ts';
import { useScheme } from './api/appearance.ts';
import { startEvents, useLife } from './api/events.ts';
import { showError } from './api/notices.ts';
import { queries } from './api/query.ts';
import { remember } from './api/remembered.ts';
import { TextProvider } from './api/text.tsx';
import { startKeys } from './components/commands.tsx';
import { AppCommands } from './components/frame/AppCommands.tsx';
import { closeOverlay, useOverlay } from './components/frame/overlays.ts';
import { Frame } from './components/frame/Frame.tsx';
import { Stopped } from './components/frame/Stopped.tsx';
import { resumeQuestion } from './components/project/open-project.ts';
import { Overlays } from './components/overlays/Overlays.tsx';
import { PlaceView } from './place-view.tsx';
import { cssVariables, theme } from './styles/theme.ts';

const ExportAnnotations = lazy(() => import('./features/export/ExportAnnotations.tsx'));

function Themed({ nonce, children }: { readonly nonce: string; readonly children: ReactNode }) {
  const scheme = useScheme(useAppInfo()?.settings.theme ?? 'system');
  useEffect(() => remember('scheme', scheme), [scheme]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      forceColorScheme={scheme}
      getStyleNonce={() => nonce}
      deduplicateCssVariables={false}
    >
      {children}
    </MantineProvider>
  );
}

/** Everything, while Fovea goes on; afterwards that it has ended. */
function Living() {
  if (useLife() !== 'running') return <Stopped />;
  return (
    <>
      <Frame>
        <PlaceView />
      </Frame>
      <AppCommands />
      <Overlays />
      <ExportOverlay />
      <Notifications position="bottom-center" zIndex={400} />
    </>
  );
}

/** The dialog is a feature, and may open over any place of a project. */
function ExportOverlay() {
  const isOpen = useOverlay() === 'export';
  const info = useAppInfo();
  if (!isOpen || !info?.project) return null;
  return (
    <Suspense>
      <ExportAnnotations onClose={closeOverlay} />
    </Suspense>
  );
}

/** Starts the page in `root`. `nonce` is the one of this load (CSP). */
export function mount(root: HTMLElement, nonce: string): void {
  const ended = new AbortController();
  window.addEventListener('pagehide', () => ended.abort());
  startEvents(ended.signal);
  startKeys(ended.signal);
  resumeQuestion().catch(showError);
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <Themed nonce={nonce}>
          <TextProvider>
            <Living />
          </TextProvider>
        </Themed>
      </QueryClientProvider>
    </StrictMode>,
  );
}
