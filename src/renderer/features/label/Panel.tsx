// The right panel: what the model says, the classes with their keys and counts, and in Draw what is drawn on this photo.
import type { AnnotationId, ClassId } from '../../../shared/records/ids.ts';
import type { Annotation, PhotoDetail } from '../../../shared/records/photo.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { PredictionBars } from '../../components/PredictionBars.tsx';
import { AddClass } from '../../components/classes/AddClass.tsx';
import { ClassRow } from '../../components/classes/ClassRow.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import type { Mode } from './Header.tsx';
import { ThingList } from './ThingList.tsx';
import type { Thing } from './things.ts';
import classes from './Panel.module.css';

/** What is drawn stands below the classes, or above them where there are so many that it would be out of sight. */
const mostClassesAbove = 12;

export type PanelProps = {
  readonly mode: Mode;
  readonly photo: PhotoDetail | null;
  readonly annotations: readonly Annotation[];
  readonly things: readonly Thing[];
  readonly activeClass: ClassId | null;
  readonly onClass: (id: ClassId) => void;
  /** A class was made while this thing was selected. */
  readonly onMade: (id: ClassId, selectedThen: AnnotationId | null) => void;
  readonly onNothing: () => void;
  readonly selectedId: AnnotationId | null;
  readonly onSelect: (id: AnnotationId | null) => void;
  readonly onDelete: (id: AnnotationId) => void;
  readonly isAdding: boolean;
  readonly onAdding: (isAdding: boolean) => void;
};

export function Panel(props: PanelProps) {
  const { t, number } = useText();
  const { mode, photo, annotations, things } = props;
  const { list } = useClasses();
  const counts = useCall('photos:counts', null).data;
  const here = (id: ClassId): number => things.filter(({ classId }) => classId === id).length;
  const inProject = (id: ClassId): string => {
    const count = counts?.classes.find(({ classId }) => classId === id);
    return count ? number(mode === 'draw' ? count.boxes : count.photos) : '';
  };
  const isLabel = (id: ClassId): boolean => annotations.some(other => other.kind === 'label' && other.classId === id);
  const kind = mode === 'draw' ? 'things' : 'photo';
  const isNothing = annotations.some(other => other.kind === 'nothing' && other.of === kind);
  const drawn = mode === 'draw' && (
    <ThingList
      annotations={annotations}
      things={things}
      isNothing={isNothing}
      selectedId={props.selectedId}
      onSelect={props.onSelect}
      onDelete={props.onDelete}
    />
  );
  return (
    <div>
      {list.length > mostClassesAbove && drawn}
      {mode === 'photo' && photo?.prediction && (
        <section className={classes.section} aria-label={t('label.prediction')}>
          <header className={classes.heading}>
            <h2 className={classes.title}>{t('label.prediction')}</h2>
            <span className={classes.quiet}>{t('label.prediction.run', { run: photo.prediction.runId })}</span>
          </header>
          <PredictionBars prediction={photo.prediction} most={3} />
        </section>
      )}
      <section className={classes.section} aria-label={t('label.classes')}>
        <header className={classes.heading}>
          <h2 className={classes.title}>{t('label.classes')}</h2>
          {mode === 'draw' ? (
            <span className={classes.columns}>
              <span>{t('label.classes.here')}</span>
              <span>{t('label.classes.project')}</span>
            </span>
          ) : (
            counts && (
              <span className={classes.quiet}>
                {t('label.classes.of', { annotated: counts.states.annotated, total: counts.photos })}
              </span>
            )
          )}
        </header>
        <div className={classes.list}>
          {list.map(record => (
            <ClassRow
              key={record.id}
              record={record}
              isChosen={mode === 'draw' ? record.id === props.activeClass : isLabel(record.id)}
              onChoose={() => props.onClass(record.id)}
              counts={mode === 'draw' ? [number(here(record.id)), inProject(record.id)] : [inProject(record.id)]}
            />
          ))}
          <button type="button" className={classes.nothing} aria-pressed={isNothing} onClick={props.onNothing}>
            <KeyCap name="N" />
            <span className={classes.nothingName}>{t('state.nothing')}</span>
            {mode === 'photo' && counts && <span className={classes.quiet}>{number(counts.states.nothing)}</span>}
          </button>
          <AddClass
            isOpen={props.isAdding}
            onOpen={props.onAdding}
            selectedId={props.selectedId}
            onMade={(made, selectedThen) => props.onMade(made.id, selectedThen)}
          />
        </div>
      </section>
      {list.length <= mostClassesAbove && drawn}
    </div>
  );
}
