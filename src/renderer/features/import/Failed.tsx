// Reading ended without a preview: why, and the ways on. A file that was not recognised can be read as a format that the person names.
import { Button, Select } from '@mantine/core';
import { IconCircleX, IconFileAlert, IconFileUnknown } from '@tabler/icons-react';
import { useState } from 'react';
import type { ErrorRecord } from '../../../shared/errors.ts';
import { datasetFormatId, datasetFormatIds, type DatasetFormatId } from '../../../shared/records/dataset-format.ts';
import type { WorkStatus } from '../../../shared/records/project.ts';
import type { MessageKey } from '../../../shared/messages.ts';
import { useText } from '../../api/text.tsx';
import { useCommands } from '../../components/commands.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import {
  giveUpImport,
  grantsOf,
  importAnnotations,
  importGrants,
  type CurrentImport,
} from '../../components/project/imports.ts';
import type { AnnotationChoice } from '../../components/project/open-project.ts';
import { ChooseSources } from './ChooseSources.tsx';
import { withShortNames } from './short-names.ts';
import classes from './page.module.css';

const titles: Readonly<Record<string, MessageKey>> = {
  'dataset-unknown': 'import.failed.unknown',
  'dataset-damaged': 'import.failed.damaged',
  'dataset-empty': 'import.failed.empty',
  'dataset-too-large': 'import.failed.too-large',
};

/** Errors whose own words end with it that nothing came of the file. */
const sayingItThemselves: ReadonlySet<string> = new Set(['dataset-damaged', 'archive-refused']);

export type FailedProps = { readonly current: CurrentImport; readonly ended: WorkStatus };

export function Failed({ current, ended }: FailedProps) {
  const { t, error } = useText();
  const [format, setFormat] = useState<DatasetFormatId>('coco');
  const grants = grantsOf(current.id);
  const { code } = ended.error ?? { code: 'cancelled' };
  const said = ended.error && withShortNames(ended.error as ErrorRecord);
  const isCancelled = ended.state === 'cancelled' || code === 'cancelled';
  const mayBeNamed = grants !== null && (code === 'dataset-unknown' || code === 'dataset-empty');
  const icon = { size: 40, stroke: 1.25, className: isCancelled ? undefined : classes.failed };
  const Icon = isCancelled ? IconCircleX : code === 'dataset-unknown' ? IconFileUnknown : IconFileAlert;
  const again = (as: DatasetFormatId | null): void => {
    if (grants) void giveUpImport(current).then(() => importGrants(grants, { format: as }));
  };
  const other = (choice: AnnotationChoice = {}): void => {
    void giveUpImport(current).then(() => importAnnotations(choice));
  };
  // The key of every other page leads to the import that is looked at: here there is none.
  useCommands([
    { id: 'import.other', keys: ['Ctrl+I'], textKey: 'import.failed.other', scope: 'import', run: () => other() },
  ]);
  return (
    <EmptyState
      icon={<Icon {...icon} />}
      title={t(isCancelled ? 'import.cancelled' : (titles[code] ?? 'error-state.title'))}
      body={
        <>
          {!isCancelled && said && (
            <p role="alert" title={said.paths}>
              {error(said.error)}
            </p>
          )}
          {!sayingItThemselves.has(code) && <p>{t('import.nothing-written')}</p>}
        </>
      }
    >
      {mayBeNamed && (
        <>
          <Select
            aria-label={t('import.failed.format')}
            size="md"
            w={180}
            value={format}
            data={datasetFormatIds.map(id => ({ value: id, label: t(`format.${id}`) }))}
            onChange={value => setFormat(datasetFormatId.catch('coco').parse(value))}
          />
          <Button size="md" variant="filled" onClick={() => again(format)}>
            {t('import.failed.read-as', { format: t(`format.${format}`) })}
          </Button>
        </>
      )}
      {!mayBeNamed && grants && (
        <Button size="md" variant="filled" onClick={() => again(null)}>
          {t('action.retry')}
        </Button>
      )}
      <ChooseSources label={t('import.failed.other')} size="md" onChoose={other} />
      <Button size="md" variant="subtle" onClick={() => void giveUpImport(current)}>
        {t('action.cancel')}
      </Button>
    </EmptyState>
  );
}
