// The Predict screen: a model, photos that are not the project's, and what the model says of each. Predictions are never labels.
import { Button } from '@mantine/core';
import { IconPhotoScan } from '@tabler/icons-react';
import { useState } from 'react';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { Batch } from './Batch.tsx';
import { Controls } from './Controls.tsx';
import { usePredicting } from './predicting.ts';
import classes from './page.module.css';

export default function PredictPage() {
  const { t } = useText();
  const models = useCall('models:list', null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [best, setBest] = useState(3);
  const [unsureBelow, setUnsureBelow] = useState(0.5);
  const model = models.data?.find(({ id }) => id === chosen) ?? models.data?.[0];
  const predicting = usePredicting(model);
  if (models.error) return <ErrorState error={models.error} onRetry={() => void models.refetch()} />;
  if (!models.data || !model) return <Waiting />;
  return (
    <div
      className={classes.page}
      onDragOver={event => event.preventDefault()}
      onDrop={event => {
        event.preventDefault();
        event.stopPropagation();
        void predicting.predictDropped([...event.dataTransfer.files]);
      }}
    >
      <Controls
        models={models.data}
        model={model}
        onModel={setChosen}
        best={best}
        onBest={setBest}
        unsureBelow={unsureBelow}
        onUnsureBelow={setUnsureBelow}
        predicting={predicting}
      />
      <div className={classes.work}>
        <h1 className="visually-hidden">{t('place.predict')}</h1>
        {predicting.work === null ? (
          <EmptyState
            icon={<IconPhotoScan size={32} stroke={1.5} />}
            title={t('predict.empty')}
            body={t('predict.empty.body')}
          >
            <Button variant="filled" onClick={() => void predicting.chooseFolder()}>
              {t('predict.choose-folder')}
            </Button>
          </EmptyState>
        ) : (
          <Batch work={predicting.work} best={best} unsureBelow={unsureBelow} />
        )}
      </div>
    </div>
  );
}
