// A key of the keyboard as it is drawn: "Ctrl+K" gives one cap per key.
import { isMac, keyCaps } from './keys.ts';
import classes from './KeyCap.module.css';

export type KeyCapProps = {
  /** A key name of keys.ts. */
  readonly name: string;
  readonly isOnAccent?: boolean;
  /** One cap that holds the whole combination ("Ctrl K"). */
  readonly isJoined?: boolean;
};

export function KeyCap({ name, isOnAccent = false, isJoined = false }: KeyCapProps) {
  const caps = keyCaps(name, isMac);
  return (
    <span className={isOnAccent ? `${classes.caps} ${classes.onAccent}` : classes.caps} aria-hidden="true">
      {(isJoined ? [caps.join(' ')] : caps).map(cap => (
        <kbd key={cap} className={classes.cap}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
