// The foot of the panel: what was stated of the selected photo from gesture to gesture, and the way back to any of it.
import { Button } from '@mantine/core';
import type { ClassId, PhotoId } from '../../../shared/records/ids.ts';
import type { PhotoPast } from '../../../shared/records/project.ts';
import { useThumbnail } from '../../api/pictures.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ClassSwatch } from '../../components/ClassSwatch.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { clock } from '../../components/moment.ts';
import classes from './page.module.css';
import { pastWords } from './words.ts';

export function PhotoStates({ photo }: { readonly photo: PhotoId | null }) {
  const { t } = useText();
  return (
    <section className={classes.foot} aria-label={t('history.photo')}>
      {photo === null ? <p className={classes.quiet}>{t('history.photo.none')}</p> : <States photo={photo} />}
    </section>
  );
}

function States({ photo }: { readonly photo: PhotoId }) {
  const { t } = useText();
  // Never the past of the photo before: restoring it would give this photo what was stated of another.
  const past = useCall('history:of-photo', { photoId: photo }).data;
  const detail = useCall('photos:read', { ids: [photo] }).data?.[0];
  const thumbnail = useThumbnail(photo, detail?.hash ?? '');
  const restore = useAct('history:restore-photo');
  return (
    <>
      <header className={classes.footHead}>
        <h3 className={classes.title}>{t('history.photo')}</h3>
        {past && <span className={classes.quiet}>{t('history.photo.states', { count: past.length })}</span>}
      </header>
      <div className={classes.past}>
        {thumbnail.url === null ? (
          <span className={classes.picture} />
        ) : (
          <img className={classes.picture} src={thumbnail.url} alt={detail?.name ?? ''} />
        )}
        <ul className={classes.states}>
          {past?.map((state, place) => (
            <State
              key={state.sequence}
              state={state}
              isNow={place === 0}
              onRestore={() => restore.mutate({ photoId: photo, sequence: state.sequence })}
            />
          ))}
        </ul>
      </div>
      <p className={classes.footNote}>{t('history.photo.note')}</p>
    </>
  );
}

type StateProps = { readonly state: PhotoPast; readonly isNow: boolean; readonly onRestore: () => void };

function State({ state, isNow, onRestore }: StateProps) {
  const text = useText();
  const { t, language, when } = text;
  const { byId } = useClasses();
  const label = state.annotations.find(annotation => annotation.kind === 'label');
  const record = label && byId.get(label.classId);
  const words = pastWords(text, state, id => byId.get(id as ClassId)?.name ?? '?');
  return (
    <li className={classes.state}>
      {record && <ClassSwatch look={record} sizePx={14} />}
      <span className={`${classes.stateName} ellipsis`} title={words}>
        {words}
      </span>
      {isNow || state.at === null ? (
        <span className={classes.quiet}>{t(isNow ? 'history.photo.now' : 'history.photo.first')}</span>
      ) : (
        <time className={classes.quiet} dateTime={state.at} title={when(state.at)}>
          {clock(language, state.at)}
        </time>
      )}
      {!isNow && (
        <Button
          size="xs"
          className={classes.restore!}
          aria-label={t('history.photo.restore-what', { what: words })}
          onClick={onRestore}
        >
          {t('history.photo.restore')}
        </Button>
      )}
    </li>
  );
}
