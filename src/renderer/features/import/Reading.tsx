// While the files are read: how far it is, the way out, and rows in the shape of what comes.
import type { WorkStatus } from '../../../shared/records/project.ts';
import { useText } from '../../api/text.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { WorkProgress } from '../../components/WorkProgress.tsx';
import { giveUpImport, type CurrentImport } from '../../components/project/imports.ts';
import classes from './page.module.css';

const rows = [72, 88, 64, 96, 80, 70, 92, 60, 84, 76];

export function Reading({ current, status }: { readonly current: CurrentImport; readonly status: WorkStatus | null }) {
  const { t } = useText();
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1 className={classes.title}>{t('import.reading')}</h1>
      </header>
      {status && (
        <div className={classes.readingBar}>
          <WorkProgress work={status} onCancel={() => void giveUpImport(current)} />
        </div>
      )}
      <Waiting>
        <div className={classes.columns} aria-hidden="true">
          <div className={classes.side}>
            <div className={classes.part}>
              <div className={`${classes.bone} ${classes.sourceBone}`} />
            </div>
            <div className={classes.part}>
              {rows.slice(0, 4).map(width => (
                <div key={width} className={classes.bone} style={{ width: `${width}%` }} />
              ))}
            </div>
          </div>
          <div className={classes.middle}>
            {rows.map(width => (
              <div key={width} className={classes.rowBone}>
                <div className={classes.bone} style={{ width: `${width / 4}%` }} />
                <div className={classes.bone} style={{ width: 160 }} />
              </div>
            ))}
          </div>
          <div className={classes.look}>
            <div className={classes.bone} style={{ width: '60%' }} />
          </div>
        </div>
      </Waiting>
    </div>
  );
}
