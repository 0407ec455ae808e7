// What is known of one photo: file, label, split, and everything the newest model says of it.
import { Button } from '@mantine/core';
import { IconFolderOpen, IconMaximize } from '@tabler/icons-react';
import type { PhotoId } from '../../../shared/records/ids.ts';
import { useThumbnail } from '../../api/pictures.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { countKinds, countsText } from '../../components/annotation-kinds.ts';
import { ClassChip } from '../../components/ClassSwatch.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PredictionBars } from '../../components/PredictionBars.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { navigate } from '../../components/places.ts';
import { Facts } from './Facts.tsx';
import classes from './Inspector.module.css';

export function OnePhoto({ id }: { readonly id: PhotoId }) {
  const text = useText();
  const { t, bytes } = text;
  const { byId } = useClasses();
  const read = useCall('photos:read', { ids: [id] }, { keepPrevious: true });
  const reveal = useAct('photos:reveal');
  const photo = read.data?.[0];
  const thumbnail = useThumbnail(id, photo?.id === id ? photo.hash : '');
  if (read.error) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!photo) return null;

  const labels = photo.annotations.flatMap(other => (other.kind === 'label' ? (byId.get(other.classId) ?? []) : []));
  const drawn = countsText(text, countKinds(photo.annotations));
  const isNothing = photo.annotations.some(other => other.kind === 'nothing' && other.of === 'photo');
  const folder = photo.path.slice(0, Math.max(0, photo.path.length - photo.name.length - 1));
  const shownLabel =
    labels.length > 0
      ? labels.map(record => <ClassChip key={record.id} record={record} sizePx={16} />)
      : t(isNothing ? 'state.nothing' : 'photos.inspector.label.none');

  return (
    <>
      <div className={classes.preview}>
        {thumbnail.url !== null && <img src={thumbnail.url} alt={photo.name} className={classes.previewPhoto} />}
      </div>
      <Facts
        facts={[
          { name: t('photos.inspector.name'), value: <span className="mono">{photo.name}</span>, title: photo.path },
          ...(folder === '' ? [] : [{ name: t('photos.inspector.folder'), value: folder, title: folder }]),
          { name: t('photos.inspector.label'), value: shownLabel },
          ...(drawn === '' ? [] : [{ name: t('photos.inspector.drawn'), value: drawn }]),
          { name: t('photos.inspector.split'), value: t(photo.split ? `split.${photo.split}` : 'split.none') },
          ...(photo.widthPx > 0
            ? [{ name: t('photos.inspector.pixels'), value: `${photo.widthPx} × ${photo.heightPx}` }]
            : []),
          { name: t('photos.inspector.bytes'), value: bytes(photo.bytes) },
          ...(photo.note
            ? [{ name: t('photos.inspector.note'), value: t(`note.${photo.note.kind}`, { of: photo.note.of }) }]
            : []),
        ]}
      />
      {photo.prediction && (
        <div className={classes.prediction}>
          <header className={classes.header}>
            <h3 className={classes.subtitle}>{t('photos.inspector.model')}</h3>
            <span className={classes.quiet}>{t('label.prediction.run', { run: photo.prediction.runId })}</span>
          </header>
          <PredictionBars prediction={photo.prediction} most={5} />
        </div>
      )}
      <div className={classes.actions}>
        <Button
          leftSection={<IconMaximize size={16} stroke={1.75} />}
          onClick={() => navigate('label', { photo: id })}
          disabled={photo.problem === 'missing'}
        >
          {t('photos.open')}
        </Button>
        <Button
          variant="subtle"
          leftSection={<IconFolderOpen size={16} stroke={1.75} />}
          onClick={() => reveal.mutate({ id })}
          disabled={photo.problem === 'missing'}
        >
          {t('photos.inspector.reveal')}
        </Button>
      </div>
    </>
  );
}
