// The Models screen: every model of the project and the built-in one, its card, and the way to take it away.
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { usePlace } from '../../components/places.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { Card } from './Card.tsx';
import { Export } from './Export.tsx';
import { ModelList } from './ModelList.tsx';
import classes from './page.module.css';

export default function ModelsPage() {
  const { t } = useText();
  const { params } = usePlace();
  const models = useCall('models:list', null);
  if (models.error) return <ErrorState error={models.error} onRetry={() => void models.refetch()} />;
  if (!models.data) return <Waiting />;
  const chosen = models.data.find(({ id }) => id === params['model']) ?? models.data[0]!;
  return (
    <div className={classes.page}>
      <ModelList models={models.data} chosen={chosen.id} />
      <Card key={chosen.id} model={chosen} />
      {chosen.source === 'project' && (
        <aside className={classes.take} aria-label={t('models.take')}>
          <Export key={chosen.id} model={chosen} />
        </aside>
      )}
    </div>
  );
}
