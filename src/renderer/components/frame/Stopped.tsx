// What stands in place of everything once Fovea has ended: that it has, and how to start it again.
import { useAppInfo } from '../../api/app-info.ts';
import { useLife } from '../../api/events.ts';
import { useText } from '../../api/text.tsx';
import { Logo } from './Logo.tsx';
import classes from './Stopped.module.css';

/** Typed in the folder of Fovea; the same in every language. */
const startCommand = 'npm run fovea -- serve';

export function Stopped() {
  const { t } = useText();
  const isOver = useLife() === 'stopped';
  const isServed = useAppInfo()?.shell === 'serve';
  return (
    <main className={classes.page}>
      <Logo sizePx={40} />
      <div role="alert">
        <h1 className={classes.title}>{t(isOver ? 'stopped.title' : 'stopped.stopping')}</h1>
      </div>
      {isOver && <p className={classes.body}>{t('stopped.body')}</p>}
      {isOver && isServed && (
        <p className={classes.body}>
          {t('stopped.again')}
          <code className={`${classes.command} mono`}>{startCommand}</code>
        </p>
      )}
    </main>
  );
}
