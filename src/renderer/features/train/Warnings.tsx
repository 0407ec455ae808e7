// What to know before a run, each with the way to the photos that would have to change.
import { Button } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { MessageKey } from '../../../shared/messages.ts';
import type { TrainingPlan } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { Banner } from '../../components/frame/Banners.tsx';
import { placeHash } from '../../components/places.ts';

export function Warnings({ plan }: { readonly plan: TrainingPlan }) {
  const { t } = useText();
  return plan.warnings.map(({ kind, details }) => (
    <Banner
      key={`${kind} ${JSON.stringify(details)}`}
      tone="warning"
      icon={<IconInfoCircle size={20} stroke={1.75} />}
      title={`${t('train.warning.title')}.`}
      body={t(bodyKey(kind, plan), details)}
    >
      <Fix plan={plan} warning={{ kind, details }} />
    </Banner>
  ));
}

/** Where epochs are compared on the validation photos, their score is kind already for one run. */
function bodyKey(kind: TrainingPlan['warnings'][number]['kind'], { recipe }: TrainingPlan): MessageKey {
  return kind === 'no-test' && recipe.name !== 'one-click' ? 'train.warning.no-test.staged' : `train.warning.${kind}`;
}

/** Leads to the photos that would have to change: their class, or the part they belong to. */
function Fix({ plan, warning }: { readonly plan: TrainingPlan; readonly warning: TrainingPlan['warnings'][number] }) {
  const { t } = useText();
  const { kind, details } = warning;
  const link = (params: Readonly<Record<string, string | number>>, words: string) => (
    <Button component="a" href={placeHash('photos', params)}>
      {words}
    </Button>
  );
  switch (kind) {
    case 'no-test':
      return link({ split: 'validation' }, t('train.fix.no-test'));
    case 'few-held-out':
      return link({ split: 'train' }, t('train.fix.few-held-out'));
    case 'small-class':
    case 'imbalance': {
      const name = kind === 'imbalance' ? details['other'] : details['class'];
      const small = plan.classes.find(one => one.name === name);
      return small ? link({ class: small.id }, t('train.fix.class', { class: small.name })) : null;
    }
  }
}
