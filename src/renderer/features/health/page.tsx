// The health page: one thing to fix, the pairs that are too alike, the files that are left out, and what was measured beside them.
import { ActionIcon, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconArrowLeft, IconDownload, IconPhoto, IconRefresh } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { AlikeGroup, HealthFix, HealthReport } from '../../../shared/records/health.ts';
import type { MessageKey } from '../../../shared/messages.ts';
import type { PhotoId } from '../../../shared/records/ids.ts';
import { showError } from '../../api/notices.ts';
import { saveJson } from '../../api/downloads.ts';
import { queries, useAct, useCall } from '../../api/query.ts';
import { call } from '../../api/transport.ts';
import { useText } from '../../api/text.tsx';
import { showGesture } from '../../api/undo-gesture.ts';
import { useCommands } from '../../components/commands.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { navigate } from '../../components/places.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { Facts } from './Facts.tsx';
import { headlineOf } from './headline.ts';
import { LeftOut } from './LeftOut.tsx';
import classes from './page.module.css';
import { Pairs } from './Pairs.tsx';
import { Top } from './Top.tsx';

/** Of each list so much is read; the whole of it is in Photos, and in the report that is saved. */
const shown = { most: 200 } as const;

export default function HealthPage() {
  const { t } = useText();
  const report = useCall('health:read', shown);
  const save = useMutation({
    mutationFn: async () => saveJson(`${t('health.title')}.json`, await call('health:read', null)),
    onError: showError,
    networkMode: 'always',
  });
  const rescan = useAct('project:rescan');
  const isReading = useCall('work:list', null).data?.some(({ kind, state }) => kind === 'scan' && state === 'running');
  const { data } = report;
  const again = (
    <Button
      variant="subtle"
      leftSection={<IconRefresh size={16} stroke={1.75} />}
      loading={rescan.isPending || isReading === true}
      onClick={() => rescan.mutate(null)}
    >
      {t('health.again')}
    </Button>
  );
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <ActionIcon aria-label={t('health.back')} title={t('health.back')} onClick={() => navigate('photos')}>
          <IconArrowLeft size={16} stroke={1.75} />
        </ActionIcon>
        <h1 className={classes.title}>{t('health.title')}</h1>
        {data && data.photos > 0 && <ReadMark report={data} />}
        <span className={classes.spring} />
        {again}
        <Button
          leftSection={<IconDownload size={16} stroke={1.75} />}
          disabled={!data}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('health.save')}
        </Button>
      </header>
      {report.error && !data && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <Skeleton />}
      {data && data.photos + data.totals.leftOut === 0 && (
        <EmptyState
          icon={<IconPhoto size={40} stroke={1.25} />}
          title={t('health.empty.title')}
          body={t('health.empty.body')}
        >
          {again}
        </EmptyState>
      )}
      {data && data.photos + data.totals.leftOut > 0 && <Report report={data} />}
    </div>
  );
}

function ReadMark({ report: { photos, read, at, seconds } }: { readonly report: HealthReport }) {
  const { t, when, seconds: time } = useText();
  return (
    <span className={`${classes.quiet} ellipsis`}>
      {read < photos
        ? t('health.reading', { done: read, total: photos })
        : `${t('health.read', { count: photos, when: when(at) })}, ${time(Math.max(0.1, seconds))}`}
    </span>
  );
}

function Report({ report }: { readonly report: HealthReport }) {
  const { t } = useText();
  const keep = useAct('health:keep-together', {
    onDone: ({ gesture }, { sets }) =>
      showGesture(t('health.pair.kept', { count: sets.reduce((sum, set) => sum + set.length, 0) }), gesture),
  });
  const exclude = useAct('photos:exclude', {
    onDone: ({ gesture }, { ids }) => showGesture(t('health.pair.excluded', { count: ids.length }), gesture),
  });
  const fix = useAct('health:put-right', {
    onDone: ({ photos: count, gesture }, { what }) => showGesture(t(fixedWords[what], { count }), gesture),
  });
  const { across, inOneSplit, totals, at } = report;
  // Photos that are asked for by what was found are others now.
  useEffect(() => void queries.invalidateQueries({ queryKey: ['photos:query'] }), [at]);
  // As a state: lists inside learn of it when it is there, which a ref is only after their effects.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const keepGroup = ({ ids }: AlikeGroup): void => keep.mutate({ sets: [[...ids]] });
  const onExclude = (ids: readonly PhotoId[]): void => exclude.mutate({ ids: [...ids], excluded: true });
  const onFix = (what: HealthFix): void => fix.mutate({ what });
  const keepFocused = (): void => {
    const first = document.activeElement?.closest<HTMLElement>('[data-pair]')?.dataset['pair'];
    const group = across.find(({ ids }) => String(ids[0]) === first) ?? across[0];
    if (group) keepGroup(group);
  };
  useCommands([
    {
      id: 'health.keep',
      keys: ['K'],
      textKey: 'command.keep-together',
      scope: 'health',
      isDisabled: across.length === 0,
      run: keepFocused,
    },
    {
      id: 'health.keep-all',
      keys: ['Shift+K'],
      textKey: 'command.keep-all-together',
      scope: 'health',
      isDisabled: across.length === 0,
      run: () => onFix('leaks'),
    },
  ]);
  return (
    <div className={classes.body}>
      <div ref={setScroller} className={classes.main}>
        <div>
          <Top headline={headlineOf(report)} onFix={onFix} isFixing={fix.isPending} />
          <Pairs
            title={t('health.pairs.across')}
            groups={across}
            total={totals.across}
            size="large"
            problem="leak"
            onKeep={keepGroup}
            onExclude={onExclude}
          />
          <Pairs
            title={t('health.pairs.inside')}
            note={t('health.pairs.inside-note')}
            groups={inOneSplit}
            total={totals.inOneSplit}
            size="small"
            problem="repeat"
            onExclude={onExclude}
            fix={
              <Button size="xs" loading={fix.isPending} onClick={() => onFix('repeats')}>
                {t('health.repeats.exclude', { count: totals.repeats })}
              </Button>
            }
          />
          <LeftOut report={report} scroller={scroller} onFix={onFix} />
        </div>
      </div>
      <aside className={classes.aside} aria-label={t('health.checked')}>
        <Facts report={report} onFix={onFix} />
      </aside>
    </div>
  );
}

const fixedWords = {
  leaks: 'health.pair.kept',
  bursts: 'health.pair.kept',
  repeats: 'health.pair.excluded',
  damaged: 'health.pair.excluded',
  missing: 'health.pair.excluded',
  test: 'health.test.made',
} as const satisfies Readonly<Record<HealthFix, MessageKey>>;

function Skeleton() {
  return (
    <Waiting>
      <div className={classes.skeleton}>
        <div style={{ height: 52 }} />
        <div style={{ height: 240 }} />
        <div style={{ height: 160 }} />
      </div>
    </Waiting>
  );
}
