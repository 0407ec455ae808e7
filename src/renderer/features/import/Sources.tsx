// Where the annotations come from: each file, folder or archive with what it holds, and the way to take it out or add another.
import { ActionIcon } from '@mantine/core';
import { IconFileCode, IconFileZip, IconFolder, IconPlus, IconX } from '@tabler/icons-react';
import type { ImportPreview, ImportSource } from '../../../shared/records/import.ts';
import type { WorkStatus } from '../../../shared/records/project.ts';
import { useAct } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { WorkProgress } from '../../components/WorkProgress.tsx';
import { countsText } from '../../components/annotation-kinds.ts';
import { addToImport, setPreview } from '../../components/project/imports.ts';
import { ChooseSources } from './ChooseSources.tsx';
import page from './page.module.css';
import classes from './Sides.module.css';

const icons = { file: IconFileCode, folder: IconFolder, archive: IconFileZip };

export function Sources({ preview, adding }: { readonly preview: ImportPreview; readonly adding: WorkStatus | null }) {
  const { t } = useText();
  const { id, sources } = preview;
  const remove = useAct('import:remove', { onDone: setPreview });
  const areRecognised = sources.every(({ recognised }) => recognised);
  return (
    <section className={page.part} aria-label={t('import.from')}>
      <header className={page.partHead}>
        <h2 className={page.partTitle}>{t('import.from')}</h2>
        {areRecognised && <span className="quiet">{t('import.from.recognised')}</span>}
      </header>
      <ul className={classes.sources}>
        {sources.map(source => (
          <Source
            key={source.place}
            source={source}
            onRemove={sources.length > 1 ? () => remove.mutate({ id, source: source.place }) : null}
          />
        ))}
        {adding && (
          <li className={classes.source}>
            <WorkProgress work={adding} />
          </li>
        )}
      </ul>
      <ChooseSources
        label={t('import.add')}
        variant="subtle"
        fullWidth
        justify="flex-start"
        leftSection={<IconPlus size={16} stroke={1.75} />}
        disabled={adding !== null}
        onChoose={choice => void addToImport(id, choice)}
      />
    </section>
  );
}

type SourceProps = { readonly source: ImportSource; readonly onRemove: (() => void) | null };

function Source({ source, onRemove }: SourceProps) {
  const text = useText();
  const { t } = text;
  const { name, kind, format, recognised, photos, annotations, classNames, classNamesUsed } = source;
  const Icon = icons[kind];
  const names =
    classNamesUsed === classNames
      ? t('import.source.names', { names: classNames })
      : t('import.source.names-used', { names: classNames, used: classNamesUsed });
  return (
    <li className={classes.source}>
      <div className={classes.sourceHead}>
        <Icon size={16} stroke={1.75} aria-hidden="true" />
        <span className={`${classes.sourceName} mono ellipsis`} title={name}>
          {name}
        </span>
        {onRemove && (
          <ActionIcon size={24} aria-label={t('import.source.remove', { name })} onClick={onRemove}>
            <IconX size={14} stroke={1.75} />
          </ActionIcon>
        )}
      </div>
      <div className="tabular">{t('import.source.photos', { format: t(`format.${format}`), photos })}</div>
      <div className="quiet tabular">
        {[countsText(text, annotations), names, ...(recognised ? [] : [t('import.source.named')])]
          .filter(words => words !== '')
          .join(', ')}
      </div>
    </li>
  );
}
