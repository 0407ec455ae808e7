// The Models screen: what was trained here and what a run can start from, each with its card; and the way to take a model away.
import { useCall } from '../../api/query.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { usePlace } from '../../components/places.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { ModelList } from './ModelList.tsx';
import { StartingPoint } from './StartingPoint.tsx';
import { TrainedModel } from './TrainedModel.tsx';
import classes from './page.module.css';

export default function ModelsPage() {
  const { params } = usePlace();
  const models = useCall('models:list', null);
  const backbones = useCall('backbones:list', null);
  const failed = models.error ? models : backbones.error ? backbones : null;
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!models.data || !backbones.data) return <Waiting />;
  const trained = models.data.filter(({ source }) => source === 'project');
  const starting = backbones.data.filter(({ source }) => source !== 'project' && source !== 'network');
  const wanted = params['model'];
  const point = starting.find(({ id }) => id === wanted);
  const model = point ? undefined : (trained.find(({ id }) => id === wanted) ?? trained[0]);
  const shown = model ?? point ?? starting[0]!;
  const whole = backbones.data.find(({ id }) => id === shown.id);
  return (
    <div className={classes.page}>
      <ModelList trained={trained} starting={starting} chosen={shown.id} />
      {model ? (
        <TrainedModel key={model.id} model={model} parameters={whole?.parameters ?? null} />
      ) : (
        <StartingPoint key={shown.id} backbone={point ?? starting[0]!} />
      )}
    </div>
  );
}
