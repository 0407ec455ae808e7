// What a model says of one photo: its likeliest classes, each with its probability as a bar under the words.
import type { Prediction } from '../../shared/records/photo.ts';
import { useText } from '../api/text.tsx';
import { useClasses } from './classes/class-lookup.ts';
import { ClassChip, classTokens } from './ClassSwatch.tsx';
import classes from './PredictionBars.module.css';

/** At most `most` classes; those of deleted classes are left out. */
export function PredictionBars({ prediction, most }: { readonly prediction: Prediction; readonly most: number }) {
  const { number } = useText();
  const { byId } = useClasses();
  const rows = prediction.top.slice(0, most).flatMap(({ classId, probability }) => {
    const record = byId.get(classId);
    return record ? [{ record, probability }] : [];
  });
  return (
    <ol className={classes.list}>
      {rows.map(({ record, probability }) => (
        <li key={record.id} className={classes.row}>
          <span className={classes.words}>
            <ClassChip record={record} sizePx={16} />
            <span className={classes.score}>{probability < 0.005 ? '< 0.01' : number(probability)}</span>
          </span>
          <span className={classes.track} aria-hidden="true">
            <span
              className={classes.bar}
              style={{ width: `${100 * probability}%`, background: `var(${classTokens(record.colour).fill})` }}
            />
          </span>
        </li>
      ))}
    </ol>
  );
}
