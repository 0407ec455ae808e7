// The large buttons under the photo: one per class with its key, what the model says marked, and "nothing here".
import type { Annotation, Prediction } from '../../../shared/records/photo.ts';
import type { ClassId } from '../../../shared/records/ids.ts';
import { useText } from '../../api/text.tsx';
import { ClassSwatch } from '../../components/ClassSwatch.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { keepClearOfNotes } from '../../components/notes-floor.ts';
import classes from './KeyButtons.module.css';

export type KeyButtonsProps = {
  readonly annotations: readonly Annotation[];
  readonly prediction: Prediction | null;
  readonly isDisabled: boolean;
  readonly onClass: (id: ClassId) => void;
  readonly onNothing: () => void;
};

export function KeyButtons({ annotations, prediction, isDisabled, onClass, onNothing }: KeyButtonsProps) {
  const { t, number } = useText();
  const { list } = useClasses();
  const likeliest = prediction?.top[0];
  const isNothing = annotations.some(other => other.kind === 'nothing' && other.of === 'photo');
  const isLabel = (id: ClassId): boolean => annotations.some(other => other.kind === 'label' && other.classId === id);
  return (
    <div ref={keepClearOfNotes} className={classes.strip} role="group" aria-label={t('label.keys')}>
      {list.map(record => {
        const isLikeliest = likeliest?.classId === record.id;
        return (
          <button
            key={record.id}
            type="button"
            className={`${classes.button} ${isLikeliest ? classes.likeliest : ''}`}
            aria-pressed={isLabel(record.id)}
            disabled={isDisabled}
            onClick={() => onClass(record.id)}
          >
            <ClassSwatch look={record} />
            <span className={`${classes.name} ellipsis`} title={record.name}>
              {record.name}
            </span>
            {isLikeliest && (
              <span className={classes.score}>{t('label.key.model', { score: number(likeliest.probability) })}</span>
            )}
          </button>
        );
      })}
      <button
        type="button"
        className={classes.button}
        aria-pressed={isNothing}
        disabled={isDisabled}
        onClick={onNothing}
      >
        <KeyCap name="N" />
        <span className={classes.name}>{t('state.nothing')}</span>
      </button>
      <span className={classes.hints} aria-hidden="true">
        <KeyCap name="Backspace" /> {t('label.back')} <KeyCap name="S" /> {t('label.skip')}
      </span>
    </div>
  );
}
