// Files of a batch that could not be read, each with its reason.
import { isErrorCode } from '../../../shared/errors.ts';
import type { PredictionBatch } from '../../../shared/records/prediction.ts';
import { useText } from '../../api/text.tsx';
import classes from './page.module.css';

export function Skipped({ skipped }: { readonly skipped: PredictionBatch['skipped'] }) {
  const { t, error } = useText();
  if (skipped.length === 0) return null;
  return (
    <details className={classes.skipped}>
      <summary>{t('predict.skipped', { count: skipped.length })}</summary>
      <ul>
        {skipped.map(({ photo, code, details }) => (
          <li key={photo}>
            {isErrorCode(code) ? error({ code, details: { ...details, file: photo } }) : `${photo}: ${code}`}
          </li>
        ))}
      </ul>
    </details>
  );
}
