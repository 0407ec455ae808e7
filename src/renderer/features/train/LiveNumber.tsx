// One number of a run that goes on, readable from across the room, with its name above and a note below.
import classes from './page.module.css';

export type LiveNumberProps = {
  readonly name: string;
  readonly value: string;
  readonly unit?: string;
  readonly note: string;
};

export function LiveNumber({ name, value, unit, note }: LiveNumberProps) {
  return (
    <div className={classes.number}>
      <div className={classes.numberName}>{name}</div>
      <div className={`${classes.numberValue} tabular`}>
        {value} {unit !== undefined && <span className={classes.numberUnit}>{unit}</span>}
      </div>
      <div className={classes.numberNote}>{note}</div>
    </div>
  );
}
