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
import { chooseModel, usePredicting, usePredictPlace } from './predicting.ts';
import classes from './page.module.css';

export default function PredictPage() {
  const { t } = useText();
  const models = useCall('models:list', null);
  const [best, setBest] = useState(3);
  const [threshold, setThreshold] = useState<number | null>(null);
  const { work, model: chosen } = usePredictPlace();
  const model = models.data?.find(({ id }) => id === chosen) ?? models.data?.[0];
  const predicting = usePredicting(model);
  if (models.error) return <ErrorState error={models.error} onRetry={() => void models.refetch()} />;
  if (!models.data || !model) return <Waiting />;
  // Halfway between guessing and being certain: with two classes the likeliest one never has less than a half.
  const unsureBelow = threshold ?? Math.round(50 * (1 + 1 / model.classes.length)) / 100;
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
        onModel={id => chooseModel(id, work)}
        best={best}
        onBest={setBest}
        unsureBelow={unsureBelow}
        onUnsureBelow={setThreshold}
        predicting={predicting}
      />
      <div className={classes.work}>
        <h1 className="visually-hidden">{t('place.predict')}</h1>
        {work === null ? (
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
          <Batch key={work} work={work} best={best} unsureBelow={unsureBelow} />
        )}
      </div>
    </div>
  );
}
