// What would come in, in three columns: the sources with the counts, the classes, and what is to be looked at. The button writes it.
import { ActionIcon, Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ImportPreview } from '../../../shared/records/import.ts';
import type { WorkStatus } from '../../../shared/records/project.ts';
import { useProject } from '../../api/app-info.ts';
import { useAct } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { showGesture } from '../../api/undo-gesture.ts';
import { KeyCap } from '../../components/KeyCap.tsx';
import { useCommands } from '../../components/commands.tsx';
import { navigate } from '../../components/places.ts';
import { endImport, giveUpImport, type CurrentImport } from '../../components/project/imports.ts';
import { ClassTable } from './ClassTable.tsx';
import { Counts } from './Counts.tsx';
import { Notes } from './Notes.tsx';
import { useChoosing } from './choosing.ts';
import classes from './page.module.css';
import { Sources } from './Sources.tsx';

export type PreviewProps = {
  readonly preview: ImportPreview;
  readonly current: CurrentImport;
  /** Reading what was added beside it. */
  readonly adding: WorkStatus | null;
};

export function Preview({ preview, current, adding }: PreviewProps) {
  const { t } = useText();
  const project = useProject()?.name ?? '';
  const choosing = useChoosing(preview);
  const apply = useAct('import:apply', {
    onDone: ({ annotations, photos, gesture }) => {
      endImport(preview.id);
      navigate('photos');
      showGesture(t(photos > 0 ? 'import.done-photos' : 'import.done', { annotations, photos }), gesture);
    },
  });
  const isReady = preview.willWrite > 0 && adding === null && !choosing.isCounting && !apply.isPending;
  useCommands([
    {
      id: 'import.apply',
      keys: ['Ctrl+Enter'],
      textKey: 'import.do',
      params: { count: preview.willWrite },
      scope: 'import',
      isDisabled: !isReady,
      run: () => apply.mutate({ id: preview.id }),
    },
    {
      id: 'import.cancel',
      textKey: 'action.cancel',
      scope: 'import',
      isDisabled: apply.isPending,
      run: () => void giveUpImport(current),
    },
  ]);
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <ActionIcon size={36} aria-label={t('import.back')} title={t('import.back')} onClick={() => navigate('photos')}>
          <IconArrowLeft size={20} stroke={1.75} />
        </ActionIcon>
        <h1 className={classes.title}>{t('import.title')}</h1>
        <p className={`${classes.headNote} ellipsis`}>{t('import.note', { project })}</p>
        <Button size="md" disabled={apply.isPending} onClick={() => void giveUpImport(current)}>
          {t('action.cancel')}
        </Button>
        <Button
          size="md"
          variant="filled"
          disabled={!isReady && !apply.isPending}
          loading={apply.isPending}
          rightSection={preview.willWrite > 0 && <KeyCap name="Ctrl+Enter" isJoined isOnAccent />}
          onClick={() => apply.mutate({ id: preview.id })}
        >
          <span className="tabular">
            {preview.willWrite > 0 ? t('import.do', { count: preview.willWrite }) : t('import.none')}
          </span>
        </Button>
      </header>
      <div className={classes.columns}>
        <div className={classes.side}>
          <Sources preview={preview} adding={adding} />
          <Counts preview={preview} />
        </div>
        <ClassTable preview={preview} project={project} onChoose={choosing.classes} />
        <Notes preview={preview} onAnswer={choosing.answer} />
      </div>
    </div>
  );
}
