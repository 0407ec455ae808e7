// Where the folder chooser can start: recent projects (when a project is to be opened), home and the mounted drives.
import { IconDeviceDesktop, IconHistory, IconHome } from '@tabler/icons-react';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import classes from './FolderChooser.module.css';
import { openRecent, type Opening } from './open-project.ts';

type ChooserRootsProps = {
  readonly choosing: Extract<Opening, { state: 'choosing' }>;
  readonly current: string | null;
  readonly onGo: (folder: string) => void;
};

export function ChooserRoots({ choosing, current, onGo }: ChooserRootsProps) {
  const { t, when } = useText();
  const roots = useCall('folders:list', { folder: null }).data?.entries ?? [];
  const recents =
    useCall('recents:list', null)
      .data?.filter(recent => !recent.missing)
      .slice(0, 3) ?? [];
  const openProject = (id: string): void => {
    choosing.answer(null);
    void openRecent(id);
  };
  return (
    <nav className={classes.roots} aria-label={t('chooser.computer')}>
      {choosing.purpose === 'open' && recents.length > 0 && (
        <>
          <h3 className={classes.sideHead}>{t('chooser.recents')}</h3>
          {recents.map(recent => (
            <button key={recent.id} type="button" className={classes.root} onClick={() => openProject(recent.id)}>
              <IconHistory size={16} stroke={1.75} aria-hidden="true" />
              <span className={classes.rootWords}>
                <span className="ellipsis" title={recent.folder}>
                  {recent.name}
                </span>
                <span className={classes.rootNote}>{when(recent.openedAt)}</span>
              </span>
            </button>
          ))}
        </>
      )}
      <h3 className={classes.sideHead}>{t('chooser.computer')}</h3>
      {roots.map((root, index) => (
        <button
          key={root.id}
          type="button"
          className={classes.root}
          aria-current={root.id === current}
          onClick={() => onGo(root.id)}
        >
          {index === 0 ? (
            <IconHome size={16} stroke={1.75} aria-hidden="true" />
          ) : (
            <IconDeviceDesktop size={16} stroke={1.75} aria-hidden="true" />
          )}
          <span className={classes.rootWords}>
            <span className="ellipsis" title={root.name}>
              {index === 0 ? t('chooser.home') : root.name}
            </span>
            {root.problem && <span className={classes.rootNote}>{t('chooser.unreadable')}</span>}
          </span>
        </button>
      ))}
    </nav>
  );
}
