// Brings a model in from a file: chosen, read and checked in the background; asked how photos become its input where the file does not say.
import { Button, Loader } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useState } from 'react';
import type { GrantId, WorkId } from '../../../shared/records/ids.ts';
import type { DeclaredPreprocessing } from '../../../shared/records/preprocessing.ts';
import type { WorkStatus } from '../../../shared/records/project.ts';
import { showError } from '../../api/notices.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { call } from '../../api/transport.ts';
import { navigate } from '../../components/places.ts';
import { chooseFolder } from '../../components/project/open-project.ts';
import { PreprocessingQuestion } from './PreprocessingQuestion.tsx';
import classes from './page.module.css';

type Importing = { readonly grant: GrantId; readonly work: WorkId };

export function ImportModel() {
  const { t } = useText();
  const [importing, setImporting] = useState<Importing | null>(null);
  const [asking, setAsking] = useState<GrantId | null>(null);
  const start = useAct('backbones:import', {
    onDone: ({ work }, { grant }) => setImporting({ grant: grant as GrantId, work }),
  });
  const status = useCall('work:list', null).data?.find(({ id }) => id === importing?.work);
  const begin = (grant: GrantId, preprocessing?: DeclaredPreprocessing): void =>
    start.mutate({ grant, ...(preprocessing === undefined ? {} : { preprocessing }) });
  const choose = async (): Promise<void> => {
    try {
      const grant = await chooseFolder({ purpose: 'model' });
      if (grant !== null) begin(grant);
    } catch (error) {
      showError(error);
    }
  };
  useWhenEnded(status, ended => {
    const { grant, work } = importing!;
    setImporting(null);
    if (ended.state === 'done') void open(work);
    else if (ended.error?.details['reason'] === 'preprocessing-unknown') setAsking(grant);
    else if (ended.error) showError(ended.error);
  });
  if (start.isPending || importing) {
    return (
      <span className={classes.importing} role="status">
        <Loader size={14} />
        <span className="ellipsis">{t('models.importing')}</span>
      </span>
    );
  }
  return (
    <>
      <Button
        size="xs"
        variant="subtle"
        leftSection={<IconFileImport size={14} stroke={1.75} />}
        onClick={() => void choose()}
      >
        {t('models.import')}
      </Button>
      {asking !== null && (
        <PreprocessingQuestion
          onAnswer={kind => {
            setAsking(null);
            if (kind !== null) begin(asking, kind);
          }}
        />
      )}
    </>
  );
}

/** Calls `onEnded` once for each piece of work that ends. */
function useWhenEnded(status: WorkStatus | undefined, onEnded: (status: WorkStatus) => void): void {
  const ended = useEffectEvent(onEnded);
  const isEnded = status !== undefined && status.state !== 'running';
  useEffect(() => {
    if (status && isEnded) ended(status);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each piece of work, whatever else of it changes
  }, [status?.id, isEnded]);
}

/** Shows what came of it; an equal file that was there already is found again. */
async function open(work: WorkId): Promise<void> {
  try {
    const { id } = await call('backbones:imported', { work });
    navigate('models', { model: id });
  } catch (error) {
    showError(error);
  }
}
