// The self-test line by line: the thing, whether it works, what was measured, and why not.
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import type { SelfTestRow, SelfTestThing } from '../../../shared/records/self-test.ts';
import { selfTestText } from '../../../shared/messages.ts';
import { useText } from '../../api/text.tsx';
import classes from './SelfTestTable.module.css';

const looks = {
  works: { Icon: IconCheck, textKey: 'help.works', className: classes.works },
  slower: { Icon: IconAlertTriangle, textKey: 'help.slower', className: classes.slower },
  absent: { Icon: IconMinus, textKey: 'help.absent', className: classes.absent },
  failed: { Icon: IconX, textKey: 'help.failed-row', className: classes.failed },
} as const;

const groups = ['help.group.engine', 'help.group.job', 'help.group.disk', 'help.group.program'] as const;
const groupOf: Readonly<Record<SelfTestThing, (typeof groups)[number]>> = {
  'self-test.thing.node': 'help.group.engine',
  'self-test.thing.memory': 'help.group.engine',
  'self-test.thing.vector': 'help.group.engine',
  'self-test.thing.onnx-runtime': 'help.group.engine',
  'self-test.thing.built-in-model': 'help.group.engine',
  'self-test.thing.training-step': 'help.group.engine',
  'self-test.thing.blocked-kernels': 'help.group.engine',
  'self-test.thing.devices': 'help.group.engine',
  'self-test.thing.engine': 'help.group.engine',
  'self-test.thing.decoding': 'help.group.job',
  'self-test.thing.one-click-run': 'help.group.job',
  'self-test.thing.export': 'help.group.job',
  'self-test.thing.store': 'help.group.disk',
  'self-test.thing.data-folder': 'help.group.disk',
  'self-test.thing.temporary-folder': 'help.group.disk',
  'self-test.thing.program-files': 'help.group.program',
  'self-test.thing.electron': 'help.group.program',
  'self-test.thing.display': 'help.group.program',
};

export function SelfTestTable({ rows }: { readonly rows: readonly SelfTestRow[] }) {
  const { t } = useText();
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
      {groups.map(group => {
        const members = rows.filter(({ thing }) => groupOf[thing] === group);
        // A self-test that ended early has no row of some groups.
        return members.length === 0 ? null : (
          <tbody key={group}>
            <tr className={classes.group}>
              <th scope="rowgroup" colSpan={4}>
                {t(group)}
              </th>
            </tr>
            {members.map(row => (
              <Row key={row.thing} row={row} />
            ))}
          </tbody>
        );
      })}
    </table>
  );
}

function Row({ row }: { readonly row: SelfTestRow }) {
  const { t, language } = useText();
  const { Icon, textKey, className } = looks[row.state];
  const { thing, measured, reason } = selfTestText(language, row);
  return (
    <tr>
      <th scope="row">{thing}</th>
      <td className={className}>
        <Icon size={16} stroke={1.75} aria-hidden="true" /> {t(textKey)}
      </td>
      <td>{measured}</td>
      <td className={classes.reason}>{reason}</td>
    </tr>
  );
}
