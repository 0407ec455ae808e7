// What was found: one line for each part of the project, whole or not; and under what name the file is kept.
import { IconCheck, IconMinus, IconShieldCheck, IconX } from '@tabler/icons-react';
import type { Finding, RestoreState } from '../../../shared/records/restore.ts';
import { useText } from '../../api/text.tsx';
import classes from './page.module.css';

const icons = { fine: IconCheck, damaged: IconX, missing: IconX, 'not-looked-at': IconMinus } as const;

export function Found({ findings }: { readonly findings: readonly Finding[] }) {
  const { t } = useText();
  if (findings.length === 0) return null;
  return (
    <section className={classes.section} aria-label={t('restore.found')}>
      <h2 className={classes.sectionTitle}>{t('restore.found')}</h2>
      <table className={classes.findings}>
        <tbody>
          {findings.map(finding => (
            <FindingRow key={finding.what} finding={finding} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function FindingRow({ finding }: { readonly finding: Finding }) {
  const { t } = useText();
  const { what, state, found, of, detail } = finding;
  const Icon = icons[state];
  const isBad = state === 'damaged' || state === 'missing';
  const look = isBad ? classes.bad : state === 'fine' ? classes.fine : classes.quiet;
  return (
    <tr>
      <td className={classes.findingIcon}>
        <Icon size={16} stroke={2} className={look} aria-hidden="true" />
      </td>
      <th scope="row">{t(`restore.found.${what}`)}</th>
      <td className={classes.detail}>
        {t(`restore.state.${state}`)}
        {detail !== '' && (
          <>
            : <span className={classes.technical}>{detail}</span>
          </>
        )}
      </td>
      <td className={isBad ? `${classes.number} ${classes.bad}` : classes.number}>
        {what === 'journal' && found === of && of > 0 && t('restore.lines', { count: found })}
        {what !== 'file' && (what !== 'journal' || found !== of) && of > 0 && t('restore.of', { found, of })}
      </td>
    </tr>
  );
}

/** Nothing is deleted: the file that is there now stays under another name, with the day in it. */
export function KeptFile({ problem }: Pick<RestoreState, 'problem'>) {
  const { t } = useText();
  if (problem === 'missing') return null;
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const isDamaged = problem === 'damaged';
  const words = t(isDamaged ? 'restore.kept' : 'restore.kept-present', { file: '\n' }).split('\n');
  return (
    <p className={classes.kept}>
      <IconShieldCheck size={16} stroke={1.75} aria-hidden="true" />
      <span>
        {words[0]}
        <span className="mono">{`project.${isDamaged ? 'damaged' : 'replaced'}-${day}…fovea`}</span>
        {words[1]}
      </span>
    </p>
  );
}
