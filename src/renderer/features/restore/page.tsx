// The restore page: what happened to the project, what comes back, and the one button. Also the backups of a project that is open.
import { ActionIcon, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconArrowLeft, IconDatabaseExclamation, IconRestore } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { RestoreState } from '../../../shared/records/restore.ts';
import { useProject } from '../../api/app-info.ts';
import { showNote } from '../../api/notices.ts';
import { queries, useAct, useCall } from '../../api/query.ts';
import { useText, type Text } from '../../api/text.tsx';
import { call } from '../../api/transport.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { moment } from '../../components/moment.ts';
import { navigate } from '../../components/places.ts';
import { lookAtBrokenProject } from '../../components/project/broken-project.ts';
import { showOpened } from '../../components/project/open-project.ts';
import { mayLeave } from '../../components/project/may-leave.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { Changes } from './Changes.tsx';
import { Equation } from './Equation.tsx';
import { Found, KeptFile } from './Found.tsx';
import { Lost } from './Lost.tsx';
import classes from './page.module.css';
import { fromOf, isUsable, outlookOf, recommended, sourcesOf } from './sources.ts';
import { LaterGestures, Sources } from './Sources.tsx';

export default function RestorePage() {
  const state = useCall('restore:state', null);
  if (state.error) return <ErrorState error={state.error} onRetry={() => void state.refetch()} />;
  if (!state.data)
    return (
      <Waiting>
        <div className={classes.skeleton}>
          <div style={{ height: 72 }} />
          <div style={{ height: 148 }} />
          <div style={{ height: 180 }} />
        </div>
      </Waiting>
    );
  return <Restore state={state.data} />;
}

function Restore({ state }: { readonly state: RestoreState }) {
  const text = useText();
  const { t } = text;
  const isOpen = state.problem === 'none';
  const project = useProject();
  const sources = sourcesOf(state);
  const best = recommended(sources);
  const [chosenKey, setChosen] = useState<string | null>(null);
  const chosen = sources.find(source => source.key === chosenKey && isUsable(source)) ?? best;
  const [mayReplay, setReplay] = useState(true);
  const replay = mayReplay && !isOpen;
  const hasLater = chosen?.kind === 'backup' || chosen?.kind === 'file';
  // Always with the replay: it names the later gestures, also where they are set aside.
  const preview = useCall(
    'restore:preview',
    { from: chosen ? fromOf(chosen) : { kind: 'journal' }, replay: true },
    { enabled: chosen !== null },
  );
  const make = useAct('backups:make', {
    onDone: () => {
      showNote(t('restore.made'));
      void lookAtBrokenProject();
    },
  });
  const restore = useMutation({
    mutationFn: async () => {
      if (isOpen && !(await mayLeave())) return;
      const { restored, ...opened } = await call('restore:apply', { from: fromOf(chosen!), replay });
      await showOpened(opened);
      // The same project, with other contents.
      await queries.invalidateQueries();
      const { keptFile } = restored;
      showNote(keptFile === null ? t('restore.done') : t('restore.done-kept', { file: keptFile }));
    },
    networkMode: 'always',
  });
  // Backups are made while nobody looks: what was read here is of this visit only.
  useEffect(
    () => () => {
      if (isOpen) queries.removeQueries({ predicate: ({ queryKey: [name] }) => isOfRestore(name) });
    },
    [isOpen],
  );
  const error = restore.error ?? preview.error;
  const isRestoring = restore.isPending || state.isRestoring;
  const canIntact = chosen?.kind !== 'intact' && sources.some(({ kind }) => kind === 'intact');
  const choose = (key: string): void => {
    restore.reset();
    setChosen(key);
  };
  return (
    <form
      className={classes.page}
      onSubmit={event => {
        event.preventDefault();
        if (chosen && preview.data && !isRestoring) restore.mutate();
      }}
    >
      <div className={classes.main}>
        <div className={classes.column}>
          <Title state={state} best={best} />
          {chosen && (
            <Equation
              {...(canIntact ? { onIntact: () => choose('intact') } : {})}
              state={state}
              source={chosen}
              replay={replay}
              preview={preview.data}
              isRestoring={isRestoring}
              error={error}
            />
          )}
          {chosen?.kind === 'intact' && preview.data && <Lost findings={state.findings} after={preview.data.after} />}
          {!isOpen && <Found findings={state.findings} />}
          {chosen && <KeptFile problem={state.problem} />}
          {!isOpen && <CopyDetails state={state} error={error} />}
          {replay && preview.data && hasLater && <Changes preview={preview.data} />}
        </div>
      </div>
      <aside className={classes.aside} aria-label={t('restore.backups')}>
        <Sources
          sources={sources}
          chosen={chosen}
          best={best}
          problem={state.problem}
          isMaking={make.isPending}
          onMake={isOpen && project !== null ? () => make.mutate(null) : null}
          isRestoring={isRestoring}
          onChoose={source => choose(source.key)}
        />
        {preview.data && hasLater && (
          <LaterGestures preview={preview.data} replay={replay} {...(isOpen ? {} : { onReplay: setReplay })} />
        )}
      </aside>
    </form>
  );
}

const isOfRestore = (name: unknown): boolean => name === 'restore:state' || name === 'restore:preview';

function Title({ state, best }: { readonly state: RestoreState; readonly best: ReturnType<typeof recommended> }) {
  const text = useText();
  const { t } = text;
  const { problem, projectName, folder } = state;
  const isOpen = problem === 'none';
  const { what, upTo } = outlookOf(state, best);
  const Icon = isOpen ? IconRestore : IconDatabaseExclamation;
  return (
    <header className={classes.title}>
      {isOpen && (
        <ActionIcon aria-label={t('restore.back')} title={t('restore.back')} onClick={() => navigate('photos')}>
          <IconArrowLeft size={16} stroke={1.75} />
        </ActionIcon>
      )}
      {!isOpen && <Icon size={28} stroke={1.5} className={classes.bad} aria-hidden="true" />}
      <div>
        <h1 className={isOpen ? classes.calm : classes.loud}>
          {t(`restore.${problem}`, { name: projectName })}
          {!isOpen && (
            <>
              <br />
              {t(`restore.${what}`, upTo === null ? {} : { when: moment(text, upTo) })}
            </>
          )}
        </h1>
        <p className={classes.under}>
          {isOpen
            ? t('restore.none-body')
            : t(best === null ? 'restore.nothing-body' : 'restore.untouched', { folder })}
        </p>
      </div>
    </header>
  );
}

function CopyDetails({ state, error }: { readonly state: RestoreState; readonly error: unknown }) {
  const { t, error: words }: Text = useText();
  const copy = (): void => {
    const details = { ...state, ...(error ? { error: words(error) } : {}) };
    navigator.clipboard.writeText(JSON.stringify(details, null, 2)).then(
      () => showNote(t('restore.copied')),
      () => undefined,
    );
  };
  return (
    <Button variant="subtle" size="xs" className={classes.copy!} onClick={copy}>
      {t('restore.copy')}
    </Button>
  );
}
