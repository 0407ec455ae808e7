// A class as a person sees it: its colour with its key on it, and its name.
import type { CSSProperties } from 'react';
import type { ClassRecord } from '../../shared/records/class.ts';
import classes from './ClassSwatch.module.css';

export type ClassLook = Pick<ClassRecord, 'colour' | 'patterned' | 'key'>;

/** Colours of a class for places that paint themselves (canvas, charts): token names, to be resolved with `tokenValue`. */
export function classTokens(colour: number): { readonly fill: string; readonly ink: string; readonly on: string } {
  return { fill: `--class-${colour}`, ink: `--class-${colour}-ink`, on: `--class-${colour}-on` };
}

/** The present value of a token, for a canvas. Changes with the colour scheme. */
export function tokenValue(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function ClassSwatch({ look, sizePx = 18 }: { readonly look: ClassLook; readonly sizePx?: 14 | 16 | 18 }) {
  const { fill, on } = classTokens(look.colour);
  const style = { '--swatch-size': `${sizePx}px`, background: `var(${fill})`, color: `var(${on})` } as CSSProperties;
  return (
    <span
      className={look.patterned ? `${classes.swatch} ${classes.patterned}` : classes.swatch}
      style={style}
      aria-hidden="true"
    >
      <span className={classes.key}>{look.key?.toUpperCase() ?? ''}</span>
    </span>
  );
}

export function ClassChip({
  record,
  sizePx = 18,
}: {
  readonly record: ClassLook & { readonly name: string };
  readonly sizePx?: 14 | 16 | 18;
}) {
  return (
    <span className={classes.chip}>
      <ClassSwatch look={record} sizePx={sizePx} />
      <span className="ellipsis" title={record.name}>
        {record.name}
      </span>
    </span>
  );
}
