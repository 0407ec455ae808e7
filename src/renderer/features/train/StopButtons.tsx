// The two ways to end a run: keep the best so far, or keep nothing.
import { Button } from '@mantine/core';
import { IconPlayerStop, IconX } from '@tabler/icons-react';
import { useAct } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { confirm } from '../../components/Confirm.tsx';
import classes from './page.module.css';

/** `keep`: what the first button says. */
export function StopButtons({ keep }: { readonly keep: string }) {
  const { t } = useText();
  const stop = useAct('training:stop');
  const end = async (): Promise<void> => {
    const isSure = await confirm({
      title: t('train.cancel.title'),
      body: t('train.cancel.body'),
      confirm: t('train.cancel'),
      isDanger: true,
    });
    if (isSure) stop.mutate({ keep: false });
  };
  return (
    <div className={classes.actions}>
      <Button
        size="md"
        leftSection={<IconPlayerStop size={16} stroke={1.75} />}
        loading={stop.isPending && stop.variables.keep}
        onClick={() => stop.mutate({ keep: true })}
      >
        {keep}
      </Button>
      <Button size="md" variant="subtle" leftSection={<IconX size={16} stroke={1.75} />} onClick={() => void end()}>
        {t('train.cancel')}
      </Button>
    </div>
  );
}
