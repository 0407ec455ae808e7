// What works on this computer: the last self-test as a table with reasons, and the way to run it again or copy the diagnostics.
import { Button } from '@mantine/core';
import { IconCopy, IconPlayerPlay, IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import type { SelfTestReport } from '../../../shared/records/self-test.ts';
import { useAppInfo } from '../../api/app-info.ts';
import { useEvent } from '../../api/events.ts';
import { showError, showNote } from '../../api/notices.ts';
import { queries, useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { call } from '../../api/transport.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { fromErrorRecord, type ErrorRecord } from '../../../shared/errors.ts';
import { countStates } from './self-test-counts.ts';
import { SelfTestTable } from './SelfTestTable.tsx';
import classes from './page.module.css';

export function Computer() {
  const { t } = useText();
  const report = useCall('self-test:read', null);
  const works = useCall('work:list', null).data ?? [];
  const isRunning = works.some(work => work.kind === 'self-test' && work.state === 'running');
  useEvent('work:progress', work => {
    if (work.kind !== 'self-test' || work.state === 'running') return;
    if (work.error) showError(fromErrorRecord(work.error as ErrorRecord));
    void queries.invalidateQueries({ queryKey: ['self-test:read'] });
  });
  if (report.error) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  if (report.isPending) return <Waiting />;
  return (
    <>
      <div className={classes.main} tabIndex={0} role="region" aria-label={t('help.computer')}>
        <Verdict report={report.data} />
        {report.data && <SelfTestTable rows={report.data.rows} />}
      </div>
      <aside className={classes.side}>
        <SelfTest report={report.data} isRunning={isRunning} />
        <About />
      </aside>
    </>
  );
}

/** The verdict in one sentence. */
function Verdict({ report }: { readonly report: SelfTestReport | null }) {
  const { t } = useText();
  if (!report) {
    return (
      <header className={classes.verdict}>
        <h1 className={classes.sentence}>{t('help.never')}</h1>
        <p className={classes.under}>{t('help.never-body')}</p>
      </header>
    );
  }
  const { failed, absent, slower } = countStates(report.rows);
  return (
    <header className={classes.verdict}>
      <h1 className={classes.sentence}>{failed === 0 ? t('help.passed') : t('help.failed', { count: failed })}</h1>
      {absent + slower > 0 && (
        <p className={classes.under}>
          {absent > 0 && `${t('help.absent-count', { count: absent })} `}
          {slower > 0 && `${t('help.slower-count', { count: slower })} `}
          {t('help.each-line')}
        </p>
      )}
    </header>
  );
}

function SelfTest({ report, isRunning }: { readonly report: SelfTestReport | null; readonly isRunning: boolean }) {
  const { t, seconds } = useText();
  const run = useAct('self-test:run', { onDone: () => void queries.invalidateQueries({ queryKey: ['work:list'] }) });
  const isBusy = isRunning || run.isPending;
  const copy = async (): Promise<void> => {
    try {
      const { text } = await call('diagnostics:read', null);
      await navigator.clipboard.writeText(text);
      showNote(t('help.copied'));
    } catch (error) {
      showError(error);
    }
  };
  return (
    <section className={classes.block}>
      <h2 className={classes.blockHead}>
        {t('help.self-test')}
        {report && (
          <span className={`${classes.took} tabular`}>{t('help.took', { time: seconds(report.seconds) })}</span>
        )}
      </h2>
      {report && <Passed report={report} />}
      <div className={classes.buttons}>
        <Button
          variant={report ? 'default' : 'filled'}
          leftSection={<IconPlayerPlay size={16} stroke={1.75} />}
          loading={isBusy}
          onClick={() => run.mutate(null)}
        >
          {t(report ? 'help.run-again' : 'help.run')}
        </Button>
        <Button leftSection={<IconCopy size={16} stroke={1.75} />} onClick={() => void copy()}>
          {t('help.copy')}
        </Button>
      </div>
      <p className={classes.small}>{t('help.diagnostics-note')}</p>
    </section>
  );
}

function Passed({ report }: { readonly report: SelfTestReport }) {
  const { t } = useText();
  const { failed, works, slower } = countStates(report.rows);
  const Icon = failed === 0 ? IconShieldCheck : IconShieldX;
  return (
    <p className={failed === 0 ? `${classes.shield} ${classes.good}` : `${classes.shield} ${classes.bad}`}>
      <Icon size={18} stroke={1.75} aria-hidden="true" />
      {t('help.last-passed', { passed: works + slower, all: works + slower + failed })}
    </p>
  );
}

function About() {
  const { t } = useText();
  const info = useAppInfo();
  if (!info) return null;
  const shell = info.shell === 'desktop' ? t('help.shell-desktop') : t('help.shell-serve', { address: location.host });
  const rows = [
    [t('help.version'), info.version],
    [t('help.platform'), info.platform],
    [t('help.shell'), shell],
    [t('help.browser'), browserName(navigator.userAgent)],
    [t('help.sent'), t('help.nothing-sent')],
  ] as const;
  return (
    <section className={classes.block}>
      <h2 className={classes.blockHead}>{t('app.name')}</h2>
      <dl className={classes.facts}>
        {rows.map(([name, value]) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** "Chrome 140", "Firefox 143", "Safari 19" from what a browser calls itself. */
function browserName(agent: string): string {
  // Edge and Electron call themselves Chrome as well.
  const found = /(Electron|Edg|Firefox)\/(\d+)/.exec(agent) ?? /(Chrome)\/(\d+)/.exec(agent);
  const [name, version] = found ? [found[1], found[2]] : ['Safari', /Version\/(\d+).*Safari/.exec(agent)?.[1]];
  return version === undefined ? agent : `${name === 'Edg' ? 'Edge' : name} ${version}`;
}
