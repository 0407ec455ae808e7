// Photos that are too alike: those across the splits large, with the two ways to put them right; those in one split small.
import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { AlikeGroup } from '../../../shared/records/health.ts';
import type { PhotoId } from '../../../shared/records/ids.ts';
import type { FoundProblem } from '../../../shared/records/photo.ts';
import { useText, type Text } from '../../api/text.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { sideKept } from './headline.ts';
import classes from './page.module.css';
import { useFocusAfter } from './focus-after.ts';
import { PhotoOfPair } from './PhotoOfPair.tsx';
import { ShowInPhotos } from './ShowInPhotos.tsx';

export type PairsProps = {
  readonly title: string;
  readonly note?: string;
  readonly groups: readonly AlikeGroup[];
  /** How many there are; `groups` may be the first of them. */
  readonly total: number;
  readonly size: 'large' | 'small';
  readonly problem: FoundProblem;
  /** Absent where keeping them together changes nothing. */
  readonly onKeep?: (group: AlikeGroup) => void;
  readonly onExclude: (ids: readonly PhotoId[]) => void;
  /** What puts all of them right, beside the title. */
  readonly fix?: ReactNode;
};

const heights = { large: 172, small: 88 } as const;
/** Cards at first and with each "show more": a project may have thousands. */
const atOnce = 24;

export function Pairs({ title, note, groups, total, size, problem, onKeep, onExclude, fix }: PairsProps) {
  const { t } = useText();
  const [most, setMost] = useState(atOnce);
  const { section, acted } = useFocusAfter(groups);
  if (groups.length === 0) return null;
  const shown = groups.slice(0, most);
  const hidden = groups.length - shown.length;
  return (
    <section ref={section} aria-label={title} className={classes.section}>
      <header className={classes.sectionHead}>
        <h2>{title}</h2>
        {note !== undefined && <span className={classes.quiet}>{note}</span>}
        <span className={classes.headActions}>
          <ShowInPhotos problem={problem} what={title} />
          {fix}
        </span>
      </header>
      <ul className={`${classes.cards} ${classes[size]}`}>
        {shown.map((group, place) => (
          <Card
            key={group.ids[0]!}
            group={group}
            heightPx={heights[size]}
            hasKey={onKeep !== undefined && place === 0}
            {...(onKeep && !group.together ? { onKeep: () => (acted(place), onKeep(group)) } : {})}
            onExclude={() => (acted(place), onExclude(group.ids.slice(1)))}
          />
        ))}
      </ul>
      {total > shown.length && (
        <div className={classes.more}>
          {hidden > 0 && (
            <Button onClick={() => setMost(most + atOnce)}>
              {t('health.pairs.more', { count: Math.min(hidden, atOnce) })}
            </Button>
          )}
          <span className={classes.quiet}>{t('health.first-of', { count: shown.length, total })}</span>
        </div>
      )}
    </section>
  );
}

type CardProps = {
  readonly group: AlikeGroup;
  readonly heightPx: number;
  /** K means this one while no other has the focus. */
  readonly hasKey: boolean;
  readonly onKeep?: () => void;
  readonly onExclude: () => void;
};

function Card({ group, heightPx, hasKey, onKeep, onExclude }: CardProps) {
  const text = useText();
  const { t } = text;
  const more = group.ids.length - 2;
  return (
    <li className={classes.card} data-pair={group.ids[0]}>
      <div className={classes.two}>
        {group.photos.slice(0, 2).map(photo => (
          <PhotoOfPair key={photo.id} photo={photo} heightPx={heightPx} />
        ))}
      </div>
      <div className={classes.actions}>
        <span className={`${classes.quiet} ${classes.what}`}>
          {pairWords(text, group)}
          {more > 0 && ` ${t('health.pair.more', { count: more })}`}
        </span>
        {onKeep && (
          <Button rightSection={hasKey && <KeyCap name="K" />} onClick={onKeep}>
            {t('health.pair.keep')}
          </Button>
        )}
        <Button variant="subtle" onClick={onExclude}>
          {t(more > 0 ? 'health.pair.exclude-others' : 'health.pair.exclude')}
        </Button>
      </div>
    </li>
  );
}

/** "near-duplicate, 0.96; kept in train" */
export function pairWords({ t }: Pick<Text, 't'>, group: AlikeGroup): string {
  const { kind, alike, together, across } = group;
  const what = t(`health.pair.${kind}`, { alike: alike.toFixed(2) });
  const side = sideKept(group);
  if (across && side !== null) return t('health.pair.moves', { what, split: t(`split.${side}`).toLowerCase() });
  return together ? t('health.pair.together', { what }) : what;
}
