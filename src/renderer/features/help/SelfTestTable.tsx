// The self-test line by line: the thing, whether it works, what was measured, and why not.
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import type { SelfTestRow } from '../../../shared/records/self-test.ts';
import { selfTestText } from '../../../shared/messages.ts';
import { useText } from '../../api/text.tsx';
import classes from './SelfTestTable.module.css';

const looks = {
  works: { Icon: IconCheck, textKey: 'help.works', className: classes.works },
  slower: { Icon: IconAlertTriangle, textKey: 'help.slower', className: classes.slower },
  absent: { Icon: IconMinus, textKey: 'help.absent', className: classes.absent },
  failed: { Icon: IconX, textKey: 'help.failed-row', className: classes.failed },
} as const;

export function SelfTestTable({ rows }: { readonly rows: readonly SelfTestRow[] }) {
  const { t, language } = useText();
  return (
    <table className={`${classes.table} tabular`}>
      <thead>
        <tr>
          <th scope="col">{t('help.thing')}</th>
          <th scope="col">{t('help.state')}</th>
          <th scope="col">{t('help.measured')}</th>
          <th scope="col">{t('help.reason')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => {
          const { Icon, textKey, className } = looks[row.state];
          const { thing, measured, reason } = selfTestText(language, row);
          return (
            <tr key={row.thing}>
              <th scope="row">{thing}</th>
              <td className={className}>
                <Icon size={16} stroke={1.75} aria-hidden="true" /> {t(textKey)}
              </td>
              <td>{measured}</td>
              <td className={classes.reason}>{reason}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
