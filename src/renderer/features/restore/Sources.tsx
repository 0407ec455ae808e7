// The column at the right: what to restore from, and whether the gestures after it are made again or set aside.
import { Button, SegmentedControl } from '@mantine/core';
import type { GestureSummary } from '../../../shared/records/project.ts';
import type { Backup, RestorePreview, RestoreState } from '../../../shared/records/restore.ts';
import { useText, type Text } from '../../api/text.tsx';
import { gestureText } from '../../components/gesture-text.ts';
import { atStart, clock, moment } from '../../components/moment.ts';
import classes from './page.module.css';
import { isUsable, type Source } from './sources.ts';

export type SourcesProps = {
  readonly sources: readonly Source[];
  readonly chosen: Source | null;
  readonly best: Source | null;
  readonly problem: RestoreState['problem'];
  readonly onChoose: (source: Source) => void;
  readonly isMaking: boolean;
  readonly isRestoring: boolean;
  /** null where the project is not open. */
  readonly onMake: (() => void) | null;
};

export function Sources({ sources, chosen, best, problem, onChoose, isMaking, isRestoring, onMake }: SourcesProps) {
  const { t } = useText();
  const isOpen = problem === 'none';
  return (
    <section className={classes.sources}>
      <header className={classes.asideHead}>
        <h2>{t('restore.backups')}</h2>
        {sources.some(({ kind }) => kind === 'backup') && !isOpen && (
          <span className={classes.quiet}>{t('restore.backups-note')}</span>
        )}
        {onMake && (
          <Button loading={isMaking} onClick={onMake}>
            {t('restore.make')}
          </Button>
        )}
      </header>
      {sources.length === 0 && (
        <p className={`${classes.quiet} ${classes.indented}`}>
          {t(isOpen ? 'restore.backups-none' : 'restore.backups-none-damaged')}
        </p>
      )}
      <div role="radiogroup" aria-label={t('restore.sources')}>
        {sources.map(source => (
          <SourceRow
            key={source.key}
            source={source}
            isChosen={source.key === chosen?.key}
            isBest={source.key === best?.key}
            isOpen={isOpen}
            isFixed={isRestoring}
            onChoose={() => onChoose(source)}
          />
        ))}
      </div>
    </section>
  );
}

type RowProps = {
  readonly source: Source;
  readonly isChosen: boolean;
  readonly isBest: boolean;
  readonly isOpen: boolean;
  /** While it is restored nothing else can be chosen. */
  readonly isFixed: boolean;
  readonly onChoose: () => void;
};

function SourceRow({ source, isChosen, isBest, isOpen, isFixed, onChoose }: RowProps) {
  const text = useText();
  const { t } = text;
  const counts = source.kind === 'backup' && source.backup.intact ? source.backup.counts : null;
  const title = source.kind === 'backup' ? atStart(moment(text, source.backup.at)) : t(`restore.${source.kind}-source`);
  const note = source.kind === 'backup' ? noteOfBackup(text, source.backup) : t(`restore.${source.kind}-source-note`);
  return (
    <label className={isChosen ? `${classes.source} ${classes.chosen}` : classes.source}>
      <input
        type="radio"
        name="source"
        className={classes.radio}
        checked={isChosen}
        disabled={isFixed || !isUsable(source)}
        onChange={onChoose}
      />
      <span className={classes.sourceWords}>
        <span className={classes.sourceTitle}>
          {title}
          {isBest && <span className={classes.best}>{t(isOpen ? 'restore.newest' : 'restore.recommended')}</span>}
          {!isUsable(source) && <span className={classes.broken}>{t('restore.not-intact')}</span>}
        </span>
        <span className={classes.quiet}>{note}</span>
      </span>
      {counts && (
        <span className={classes.sourceCounts}>
          <span>{t('restore.annotations', { count: counts.labels + counts.things })}</span>
          <span className={classes.quiet}>
            {t('restore.annotated', { annotated: counts.annotated, photos: counts.photos })}
          </span>
        </span>
      )}
    </label>
  );
}

function noteOfBackup({ t }: Pick<Text, 't'>, { reason, keptAs }: Backup): string {
  return keptAs === 'latest' ? t(`restore.reason.${reason}`) : t(`restore.kept-as.${keptAs}`);
}

const shownAtMost = 12;

export type LaterProps = {
  readonly preview: RestorePreview;
  readonly replay: boolean;
  /** Absent where there is nothing to choose. */
  readonly onReplay?: (replay: boolean) => void;
};

export function LaterGestures({ preview, replay, onReplay }: LaterProps) {
  const text = useText();
  const { t, language } = text;
  const { later, laterCount } = preview;
  if (laterCount === 0) return null;
  const shown = sameTogether(later, gesture => gestureText(text, gesture)).slice(0, shownAtMost);
  const shownCount = shown.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className={classes.later} aria-label={t('restore.later', { count: laterCount })}>
      <header className={classes.asideHead}>
        <h2>{t('restore.later', { count: laterCount })}</h2>
        {onReplay && (
          <SegmentedControl
            value={replay ? 'replay' : 'aside'}
            onChange={value => onReplay(value === 'replay')}
            data={[
              { value: 'replay', label: t('restore.replay') },
              { value: 'aside', label: t('restore.set-aside') },
            ]}
          />
        )}
      </header>
      <ul className={replay ? classes.gestures : `${classes.gestures} ${classes.setAside}`}>
        {shown.map(({ gesture, words, count }) => (
          <li key={gesture.sequence}>
            <time className={classes.time} dateTime={gesture.at} title={moment(text, gesture.at)}>
              {clock(language, gesture.at)}
            </time>
            <span className={`${classes.gesture} ellipsis`} title={words}>
              {words}
            </span>
            {count > 1 && <span className={classes.quiet}>{t('restore.gestures', { count })}</span>}
          </li>
        ))}
      </ul>
      {laterCount > shownCount && (
        <p className={`${classes.quiet} ${classes.indented}`}>
          {t('restore.later-more', { count: laterCount - shownCount })}
        </p>
      )}
      <p className={`${classes.quiet} ${classes.indented}`}>{t('restore.set-aside-body')}</p>
    </section>
  );
}

/** Gestures that follow one another and read the same, as one line with their number: the newest stands for them. */
function sameTogether(gestures: readonly GestureSummary[], say: (gesture: GestureSummary) => string) {
  const lines: { gesture: GestureSummary; words: string; count: number }[] = [];
  for (const gesture of gestures) {
    const words = say(gesture);
    const line = lines.at(-1);
    if (line?.words === words) line.count++;
    else lines.push({ gesture, words, count: 1 });
  }
  return lines;
}
