// What several selected photos have in common, and where they differ.
import { useMemo } from 'react';
import type { ClassId, PhotoId } from '../../../shared/records/ids.ts';
import { splits } from '../../../shared/records/photo.ts';
import type { PhotoColumns } from '../../../shared/records/photo-page.ts';
import { useThumbnail } from '../../api/pictures.ts';
import { useText } from '../../api/text.tsx';
import { ClassChip } from '../../components/ClassSwatch.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { Facts } from './Facts.tsx';
import { summarise } from './summary.ts';
import classes from './Inspector.module.css';

const mostPreviews = 6;

export function SeveralPhotos({
  columns,
  selected,
}: {
  readonly columns: PhotoColumns;
  readonly selected: ReadonlySet<PhotoId>;
}) {
  const { t, number } = useText();
  const { byId } = useClasses();
  const summary = useMemo(() => summarise(columns, selected), [columns, selected]);
  const { labels, predicted, split, smallest, largest } = summary;
  const chips = (ids: readonly ClassId[]) =>
    ids.flatMap(id => byId.get(id) ?? []).map(record => <ClassChip key={record.id} record={record} sizePx={16} />);
  const pixels = (size: readonly [number, number]): string => `${size[0]} × ${size[1]}`;
  const shownLabel =
    labels === 'mixed'
      ? t('photos.inspector.mixed')
      : labels.length > 0
        ? chips(labels)
        : t('photos.inspector.label.none');
  return (
    <>
      <div className={classes.previews}>
        {summary.first.slice(0, mostPreviews).map(({ id, hash }) => (
          <Preview key={id} id={id} hash={hash} />
        ))}
      </div>
      <Facts
        facts={[
          { name: t('photos.inspector.label'), value: shownLabel },
          ...(predicted
            ? [
                {
                  name: t('photos.inspector.model'),
                  value: (
                    <>
                      {chips([predicted.classId])}
                      <span>
                        {t('photos.inspector.range', { from: number(predicted.from), to: number(predicted.to) })}
                      </span>
                    </>
                  ),
                },
              ]
            : []),
          {
            name: t('photos.inspector.split'),
            value:
              split === 'mixed' ? t('photos.inspector.mixed') : t(split < 0 ? 'split.none' : `split.${splits[split]!}`),
          },
          ...(largest[0] > 0
            ? [
                {
                  name: t('photos.inspector.pixels'),
                  value:
                    smallest[0] === largest[0] && smallest[1] === largest[1]
                      ? pixels(largest)
                      : t('photos.inspector.range', { from: pixels(smallest), to: pixels(largest) }),
                },
              ]
            : []),
        ]}
      />
    </>
  );
}

function Preview({ id, hash }: { readonly id: PhotoId; readonly hash: string }) {
  const { url } = useThumbnail(id, hash);
  return (
    <span className={classes.small}>{url !== null && <img src={url} alt="" className={classes.smallPhoto} />}</span>
  );
}
