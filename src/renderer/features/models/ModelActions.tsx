// What can be done with a model: ask it about photos, and train from it.
import { Button } from '@mantine/core';
import { IconPhotoScan, IconPlayerTrackNext } from '@tabler/icons-react';
import { useText } from '../../api/text.tsx';
import { navigate } from '../../components/places.ts';

export type ModelActionsProps = {
  readonly id: string;
  readonly canPredict: boolean;
  readonly canStart: boolean;
};

export function ModelActions({ id, canPredict, canStart }: ModelActionsProps) {
  const { t } = useText();
  return (
    <>
      {canPredict && (
        <Button
          leftSection={<IconPhotoScan size={14} stroke={1.75} />}
          onClick={() => navigate('predict', { model: id })}
        >
          {t('models.predict')}
        </Button>
      )}
      {canStart && (
        <Button
          leftSection={<IconPlayerTrackNext size={14} stroke={1.75} />}
          onClick={() => navigate('train', { backbone: id })}
        >
          {t('models.use')}
        </Button>
      )}
    </>
  );
}
