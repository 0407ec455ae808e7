// The name of the photo under the pointer or the keyboard's focus, and the way to open it.
import { IconMaximize } from '@tabler/icons-react';
import type { PhotoId } from '../../../shared/records/ids.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { navigate } from '../../components/places.ts';
import classes from './Thumb.module.css';

export function HoverCaption({ id, isWide }: { readonly id: PhotoId; readonly isWide: boolean }) {
  const { t } = useText();
  const { data } = useCall('photos:read', { ids: [id] });
  return (
    <span className={classes.caption} aria-hidden="true">
      <span className={`${classes.name} mono ellipsis`}>{data?.[0]?.name ?? ''}</span>
      {isWide && (
        // The keyboard's way is Enter on the photo, so the button is not a stop of its own.
        <span
          className={classes.open}
          title={t('photos.open')}
          onPointerDown={event => event.stopPropagation()}
          onClick={event => {
            event.stopPropagation();
            navigate('label', { photo: id });
          }}
        >
          <IconMaximize size={14} stroke={2} aria-hidden="true" />
        </span>
      )}
    </span>
  );
}
