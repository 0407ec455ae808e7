// The start screen: one sentence, a large place to drop a folder, the ways in, and the recent projects.
import { Button } from '@mantine/core';
import { IconFileImport, IconFlask, IconFolderOpen } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { desktop } from '../../api/desktop.ts';
import { KeyCap } from '../../components/KeyCap.tsx';
import { importAnnotations } from '../../components/project/imports.ts';
import { openFolder, openSample, useOpening } from '../../components/project/open-project.ts';
import { DropDrawing } from './DropDrawing.tsx';
import classes from './page.module.css';
import { Recents } from './Recents.tsx';
import { useDragOver } from './use-drag-over.ts';

export default function StartPage() {
  const { t } = useText();
  const isOver = useDragOver();
  const opening = useOpening();
  const sample = opening.state === 'making-sample' ? opening.work : null;
  const sampleWork = useCall('work:list', null).data?.find(work => work.id === sample);
  const isBusy = opening.state === 'opening' || opening.state === 'making-sample';
  return (
    <div className={classes.page}>
      <div className={classes.left}>
        <h1 className={classes.headline}>{t('start.headline')}</h1>
        <p className={classes.promise}>{t('start.promise')}</p>
        <button
          type="button"
          className={isOver ? `${classes.drop} ${classes.over}` : classes.drop}
          aria-busy={isBusy}
          disabled={isBusy}
          onClick={() => void openFolder()}
        >
          <DropDrawing />
          <span className={classes.dropTitle}>
            {isBusy
              ? t(sample === null ? 'start.opening' : 'start.making-sample')
              : t(isOver ? 'start.drop-now' : desktop ? 'start.drop' : 'start.drop-browser')}
          </span>
          <span className={classes.dropBody}>{t('start.drop-body')}</span>
        </button>
        <div className={classes.ways}>
          <Way
            icon={<IconFolderOpen size={18} stroke={1.75} />}
            title={t('start.open')}
            body={t('start.open-body')}
            keyName="Ctrl+O"
            isDisabled={isBusy}
            onClick={() => void openFolder()}
          />
          <Way
            icon={<IconFileImport size={18} stroke={1.75} />}
            title={t('start.import')}
            body={t('start.import-body')}
            keyName="Ctrl+I"
            isDisabled={isBusy}
            onClick={() => void importAnnotations({ isNewProject: true })}
          />
          <Way
            icon={<IconFlask size={18} stroke={1.75} />}
            title={t('start.sample')}
            body={
              sample === null
                ? t('start.sample-body')
                : sampleWork && sampleWork.total > 0
                  ? t('status.work-of', { work: t('work.sample'), done: sampleWork.done, total: sampleWork.total })
                  : t('start.making-sample')
            }
            isDisabled={isBusy}
            onClick={() => void openSample()}
          />
        </div>
      </div>
      <Recents />
    </div>
  );
}

type WayProps = {
  readonly icon: ReactNode;
  readonly title: string;
  readonly body: string;
  readonly keyName?: string;
  readonly isDisabled: boolean;
  readonly onClick: () => void;
};

function Way({ icon, title, body, keyName, isDisabled, onClick }: WayProps) {
  return (
    <Button
      unstyled
      className={classes.way!}
      classNames={{ inner: classes.wayInner!, label: classes.wayInner! }}
      disabled={isDisabled}
      onClick={onClick}
    >
      <span className={classes.wayHead}>
        <span className={classes.wayIcon} aria-hidden="true">
          {icon}
        </span>
        <span className={classes.wayTitle}>{title}</span>
        {keyName !== undefined && <KeyCap name={keyName} isJoined />}
      </span>
      <span className={classes.wayBody}>{body}</span>
    </Button>
  );
}
