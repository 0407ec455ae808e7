// Backup + journal = as you left it; below it the one button that does it.
import { Button } from '@mantine/core';
import { IconArrowRight, IconEqual, IconMinus, IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import type { ProjectCounts, RestorePreview, RestoreState } from '../../../shared/records/restore.ts';
import { useText, type Text } from '../../api/text.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { moment } from '../../components/moment.ts';
import classes from './page.module.css';
import type { Source } from './sources.ts';

export type EquationProps = {
  /** Chooses what is intact; absent where that is chosen or not to be had. */
  readonly onIntact?: () => void;
  readonly state: RestoreState;
  readonly source: Source;
  readonly replay: boolean;
  readonly preview: RestorePreview | undefined;
  readonly isRestoring: boolean;
  /** Why the preview or the restoring failed. */
  readonly error: unknown;
};

export function Equation({ state, source, replay, preview, isRestoring, error, onIntact }: EquationProps) {
  const text = useText();
  const { t, error: errorText } = text;
  const isAlone = source.kind === 'journal' || source.kind === 'intact';
  const isAll = replay && state.problem !== 'none' && !isAlone && !isDoubtful(preview);
  // Enter is enough once it is known what comes back; a focus that a person has moved stays theirs.
  const button = useRef<HTMLButtonElement>(null);
  const isReady = preview !== undefined;
  useEffect(() => {
    if (isReady && document.activeElement === document.body) button.current?.focus();
  }, [isReady]);
  // Nothing was done since: there is nothing to go back to.
  const isSame = state.problem === 'none' && preview?.laterCount === 0;
  return (
    <div className={classes.equation}>
      <div className={classes.parts} aria-live="polite" aria-busy={preview === undefined && !error}>
        <Parts {...{ state, source, replay, preview }} />
        <Part
          title={t(resultKey(state, isAll))}
          isResult
          {...countWords(text, resultCounts(source, replay || isAlone, preview))}
        />
      </div>
      {isDoubtful(preview) && replay && (
        <p className={classes.doubt}>
          {t('restore.doubtful', { lines: preview!.doubtful.lines, gestures: preview!.doubtful.gestures })}
        </p>
      )}
      {error !== null && error !== undefined && (
        <p className={classes.failed} role="alert">
          <strong>{t('restore.failed')}.</strong> {errorText(error)} {t('restore.failed-note')}
        </p>
      )}
      <div className={classes.doIt}>
        <Button
          type="submit"
          variant="filled"
          size="md"
          ref={button}
          loading={isRestoring}
          disabled={preview === undefined || isSame}
          rightSection={<KeyCap name="Enter" isOnAccent />}
        >
          {buttonWords(text, state, source, replay, preview)}
        </Button>
        <span className={classes.quiet} role="status">
          {isSame
            ? t('restore.same')
            : t(isRestoring ? 'restore.doing' : preview ? 'restore.checked' : readingKey(source))}
        </span>
        {onIntact && (
          <Button variant="subtle" className={classes.intact!} disabled={isRestoring} onClick={onIntact}>
            {t('restore.do.intact')}
          </Button>
        )}
      </div>
    </div>
  );
}

const readingKey = ({ kind }: Source) => (kind === 'intact' ? 'restore.reading-intact' : 'restore.reading');

const isDoubtful = (preview: RestorePreview | undefined): boolean =>
  preview !== undefined && preview.doubtful.lines + preview.doubtful.gestures > 0;

function resultKey({ problem }: RestoreState, isAll: boolean) {
  if (problem === 'none') return 'restore.part.result-back';
  return isAll ? 'restore.part.result' : 'restore.part.result-partly';
}

/** Without the replay it is as the chosen backup says. */
function resultCounts(source: Source, replay: boolean, preview: RestorePreview | undefined): ProjectCounts | undefined {
  if (replay) return preview?.after;
  return source.kind === 'backup' ? source.backup.counts : preview?.before;
}

function Parts({ state, source, replay, preview }: Pick<EquationProps, 'state' | 'source' | 'replay' | 'preview'>) {
  const text = useText();
  const { t } = text;
  const { journal } = state;
  const later = preview?.laterCount;
  const upTo =
    journal.lastAt === null
      ? t('restore.part.journal-only')
      : t('restore.part.journal', { when: moment(text, journal.lastAt) });
  const whole = t(journal.torn ? 'restore.journal-torn' : 'restore.journal-whole');
  if (source.kind === 'journal')
    return (
      <>
        <Part title={upTo} main={t('restore.every', { count: journal.lines })} note={whole} />
        <Sign Icon={IconArrowRight} />
      </>
    );
  if (source.kind === 'intact')
    return (
      <>
        <Part
          title={t('restore.part.damaged')}
          main={annotationsFound(text, state)}
          note={t('restore.part.damaged-note')}
        />
        <Sign Icon={IconArrowRight} />
      </>
    );
  const laterWords =
    later === undefined ? '' : later === 0 ? t('restore.later-none') : t('restore.later', { count: later });
  if (state.problem === 'none')
    return (
      <>
        <Part title={t('restore.part.now')} {...countWords(text, preview?.after)} />
        <Sign Icon={IconMinus} />
        <Part title={t('restore.part.journal-only')} main={laterWords} note={t('restore.set-aside-note')} />
        <Sign Icon={IconEqual} />
      </>
    );
  const title =
    source.kind === 'file'
      ? t('restore.part.file')
      : t('restore.part.backup', { when: moment(text, source.backup.at) });
  const counts = source.kind === 'backup' ? source.backup.counts : preview?.before;
  return (
    <>
      <Part title={title} {...countWords(text, counts)} />
      <Sign Icon={replay ? IconPlus : IconArrowRight} />
      {replay && (
        <>
          <Part title={upTo} main={laterWords} note={whole} />
          <Sign Icon={IconEqual} />
        </>
      )}
    </>
  );
}

/** "2,604 of 2,621 annotations" */
function annotationsFound({ t }: Pick<Text, 't'>, { findings }: RestoreState): string {
  const { found, of } = findings.find(({ what }) => what === 'annotations') ?? { found: 0, of: 0 };
  return found === of ? t('restore.annotations', { count: found }) : t('restore.annotations-of', { found, of });
}

function countWords(
  { t }: Pick<Text, 't'>,
  counts: ProjectCounts | undefined,
): { readonly main: string; readonly note: string } {
  if (!counts) return { main: '', note: '' };
  return {
    main: t('restore.annotations', { count: counts.labels + counts.things }),
    note: t('restore.annotated', { annotated: counts.annotated, photos: counts.photos }),
  };
}

type PartProps = { readonly title: string; readonly main: string; readonly note: string; readonly isResult?: boolean };

function Part({ title, main, note, isResult = false }: PartProps) {
  return (
    <div className={isResult ? `${classes.part} ${classes.result}` : classes.part}>
      <span className={classes.partTitle}>{title}</span>
      <span className={classes.partMain}>{main}</span>
      <span className={classes.quiet}>{note}</span>
    </div>
  );
}

function Sign({ Icon }: { readonly Icon: typeof IconPlus }): ReactNode {
  return <Icon className={classes.sign} size={16} stroke={1.75} aria-hidden="true" />;
}

/** The button says what is chosen at the right: from where, and whether the later gestures are made again. */
function buttonWords(
  text: Text,
  { problem }: RestoreState,
  source: Source,
  replay: boolean,
  preview: RestorePreview | undefined,
): string {
  const { t } = text;
  const count = replay ? (preview?.laterCount ?? 0) : 0;
  if (source.kind === 'journal') return t('restore.do.journal');
  if (source.kind === 'intact') return t('restore.do.intact');
  if (source.kind === 'file') return count > 0 ? t('restore.do.file-replay', { count }) : t('restore.do.file');
  const when = moment(text, source.backup.at);
  if (problem === 'none') return t('restore.do.back', { when });
  return count > 0 ? t('restore.do.replay', { when, count }) : t('restore.do.backup', { when });
}
