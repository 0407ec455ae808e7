// Projects that were opened before, newest first, each with pictures of its photos.
import { ActionIcon, Button, Skeleton } from '@mantine/core';
import { IconPlugConnectedX, IconX } from '@tabler/icons-react';
import type { RecentProject } from '../../../shared/records/project.ts';
import { recentUrl } from '../../api/pictures.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { openFolder, openRecent, useOpening } from '../../components/project/open-project.ts';
import { Waiting } from '../../components/Waiting.tsx';
import classes from './Recents.module.css';

export function Recents() {
  const { t } = useText();
  const recents = useCall('recents:list', null);
  return (
    <aside className={classes.recents} aria-label={t('start.recents')}>
      <h2 className={classes.head}>{t('start.recents')}</h2>
      {recents.error && <ErrorState error={recents.error} onRetry={() => void recents.refetch()} />}
      {recents.isPending && (
        <Waiting>
          <Skeleton height={64} radius={3} mb={12} />
          <Skeleton height={14} width={160} mb={8} />
          <Skeleton height={12} width={240} />
        </Waiting>
      )}
      {recents.data?.length === 0 && <p className={classes.empty}>{t('start.recents-empty')}</p>}
      <ul className={classes.list}>
        {recents.data?.map(recent => (
          <li key={recent.id} className={classes.item}>
            {recent.missing ? <MissingRecent recent={recent} /> : <Recent recent={recent} />}
          </li>
        ))}
      </ul>
    </aside>
  );
}

function Recent({ recent }: { readonly recent: RecentProject }) {
  const { t, percent } = useText();
  const isBusy = useOpening().state !== 'idle';
  return (
    <button type="button" className={classes.open} disabled={isBusy} onClick={() => void openRecent(recent.id)}>
      <Pictures recent={recent} />
      <Words recent={recent} />
      <span className={`${classes.counts} tabular`}>
        <span className={classes.badge}>{t('status.photos', { count: recent.photos })}</span>
        {recent.classes > 0 && (
          <span className={classes.badge}>{t('start.recent-classes', { count: recent.classes })}</span>
        )}
        <span className={classes.annotated}>
          {t('start.recent-annotated', { annotated: recent.annotated, photos: recent.photos })}
        </span>
        {recent.bestScore !== null && (
          <span className={classes.best}>
            {t('start.recent-best')} <strong className={classes.score}>{percent(recent.bestScore)}</strong>
          </span>
        )}
      </span>
    </button>
  );
}

/** A project whose folder is gone: it stays in the list, and says what can be done. */
function MissingRecent({ recent }: { readonly recent: RecentProject }) {
  const { t } = useText();
  const forget = useAct('recents:forget');
  return (
    <div className={classes.missing}>
      <Pictures recent={recent} />
      <Words recent={recent} />
      <span className={`${classes.counts} ${classes.apart}`}>
        <span className={classes.why}>
          <IconPlugConnectedX size={16} stroke={1.75} aria-hidden="true" />
          {t('start.recent-missing')}
        </span>
        <span className={classes.actions}>
          <Button onClick={() => void openFolder()}>{t('start.recent-find')}</Button>
          <ActionIcon
            aria-label={t('start.recent-forget', { name: recent.name })}
            title={t('start.recent-forget', { name: recent.name })}
            onClick={() => forget.mutate({ id: recent.id })}
          >
            <IconX size={16} stroke={1.75} />
          </ActionIcon>
        </span>
      </span>
    </div>
  );
}

function Pictures({ recent }: { readonly recent: RecentProject }) {
  if (recent.thumbnails === 0) return null;
  return (
    <span className={classes.pictures}>
      {Array.from({ length: recent.thumbnails }, (_, place) => (
        <img key={place} className={classes.picture} src={recentUrl(recent.id, place)} alt="" loading="lazy" />
      ))}
    </span>
  );
}

function Words({ recent }: { readonly recent: RecentProject }) {
  const { when } = useText();
  return (
    <>
      <span className={classes.title}>
        <span className={`${classes.name} ellipsis`} title={recent.name}>
          {recent.name}
        </span>
        <span className={classes.when}>{when(recent.openedAt)}</span>
      </span>
      <span className={`${classes.folder} ellipsis`} title={recent.folder}>
        {recent.folder}
      </span>
    </>
  );
}
