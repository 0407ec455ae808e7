// The status bar: whether work is on disk, the counts, the last gesture with its undo; the queue, the device, help.
import { IconAlertCircle, IconCheck, IconHelpCircle, IconLock, IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ProjectSummary } from '../../../shared/records/project.ts';
import { useAppInfo } from '../../api/app-info.ts';
import { useConnection } from '../../api/events.ts';
import { useCall } from '../../api/query.ts';
import { useSaving } from '../../api/saving.ts';
import { useText } from '../../api/text.tsx';
import { gestureText } from '../gesture-text.ts';
import { openHistory } from '../history-view.ts';
import { isMac, keyCaps } from '../keys.ts';
import { navigate, usePlace } from '../places.ts';
import { useBrokenProject } from '../project/broken-project.ts';
import { Queue, RunningWork } from './Queue.tsx';
import classes from './StatusBar.module.css';

export function StatusBar() {
  const { t } = useText();
  const info = useAppInfo();
  const project = info?.project ?? null;
  return (
    <footer className={`${classes.bar} tabular`} aria-label={t('status.bar')}>
      <ConnectionMark />
      {project ? <ProjectStatus project={project} /> : info && <ClosedStatus version={info.version} />}
      <span className={classes.spring} />
      <RunningWork />
      <Queue />
      {info && (
        <button
          type="button"
          className={classes.link}
          title={t('status.device-why')}
          onClick={() => navigate('settings')}
        >
          {t('status.device', { threads: info.threads })}
        </button>
      )}
      <button type="button" className={classes.link} onClick={() => navigate('help')}>
        <IconHelpCircle size={14} stroke={1.75} aria-hidden="true" />
        {t('place.help')}
      </button>
    </footer>
  );
}

function ConnectionMark() {
  const { t } = useText();
  const connection = useConnection();
  if (connection === 'open' || connection === 'connecting') return null;
  return (
    <span className={`${classes.mark} ${classes.failed}`} role="alert">
      <IconPlugConnectedX size={14} stroke={1.75} aria-hidden="true" />
      {t(connection === 'lost' ? 'status.lost' : 'status.refused')}
    </span>
  );
}

/** Without a project: the version; with one that could not be opened, that it is not. */
function ClosedStatus({ version }: { readonly version: string }) {
  const { t } = useText();
  const broken = useBrokenProject();
  if (!broken) return <span>{`${t('app.name')} ${version}`}</span>;
  return (
    <>
      <span className={`${classes.mark} ${classes.failed}`}>
        <IconAlertCircle size={14} stroke={1.75} aria-hidden="true" />
        {t('status.not-open')}
      </span>
      <span className="ellipsis">{broken.folder}</span>
    </>
  );
}

function ProjectStatus({ project }: { readonly project: ProjectSummary }) {
  const text = useText();
  const { t } = text;
  const { undo: last, redo } = useCall('history:state', null).data ?? { undo: null, redo: null };
  const redoable = useCall('history:count', null, { enabled: redo !== null }).data?.redoable ?? 0;
  const keys = (name: string): string => keyCaps(name, isMac).join('+');
  const isImporting = usePlace().name === 'import';
  return (
    <>
      <SavedMark isReadOnly={project.readOnly} />
      <span>{t('status.photos', { count: project.photos })}</span>
      <span>{t('status.annotated', { count: project.annotated })}</span>
      {isImporting && <span className={classes.wide}>{t('import.status')}</span>}
      {last && !isImporting && (
        <button
          type="button"
          className={`${classes.link} ${classes.last} ${classes.wide}`}
          title={t('command.history')}
          onClick={showHistory}
        >
          <span className="ellipsis">
            {t('status.last', { gesture: gestureText(text, last), key: keys('Ctrl+Z') })}
            {redo && redoable > 0 && t('status.last-redo', { key: keys('Ctrl+Y'), count: redoable })}
          </span>
        </button>
      )}
    </>
  );
}

/** The history, beside the photos or the photo that is open. */
function showHistory(): void {
  if (!/^#\/(photos|label)/.test(location.hash)) navigate('photos');
  openHistory();
}

/** "Saved" only while nothing is on its way to the disk; "Saving" only when that takes longer than 100 ms. */
function SavedMark({ isReadOnly }: { readonly isReadOnly: boolean }) {
  const { t } = useText();
  const { pending, failed } = useSaving();
  const isSlow = useLongerThan(pending > 0, 100);
  if (failed > 0) {
    return (
      <span className={`${classes.mark} ${classes.failed}`} role="status">
        <IconAlertCircle size={14} stroke={1.75} aria-hidden="true" />
        {t('status.not-saved', { count: failed })}
      </span>
    );
  }
  if (isReadOnly) {
    return (
      <span className={classes.mark}>
        <IconLock size={14} stroke={1.75} aria-hidden="true" />
        {t('status.read-only')}
      </span>
    );
  }
  return (
    <span className={isSlow ? classes.mark : `${classes.mark} ${classes.saved}`} role="status">
      {!isSlow && <IconCheck size={14} stroke={2} aria-hidden="true" />}
      {t(isSlow ? 'status.saving' : 'status.saved')}
    </span>
  );
}

/** True once `isOn` has held for `ms` without a break. */
function useLongerThan(isOn: boolean, ms: number): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    const timer = setTimeout(() => setLong(true), ms);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isOn, ms]);
  return isOn && isLong;
}
