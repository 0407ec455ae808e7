// The card of something that a run can start from: built in, fetched, brought in; or not here yet, with the way to fetch it.
import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { BackboneSummary } from '../../../shared/records/backbone.ts';
import type { ModelId } from '../../../shared/records/ids.ts';
import type { ModelFacts } from '../../../shared/records/model-facts.ts';
import { useAct, useCall } from '../../api/query.ts';
import { showNote } from '../../api/notices.ts';
import { useText } from '../../api/text.tsx';
import { BackboneDownload } from '../../components/BackboneDownload.tsx';
import { confirm } from '../../components/Confirm.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { parameterCount } from '../../components/parameter-count.ts';
import { navigate } from '../../components/places.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { BeforeFirstLayer, ClassNames, LicenceAndLimits } from './CardParts.tsx';
import { ModelActions } from './ModelActions.tsx';
import { Facts, Part } from './Part.tsx';
import { knownLicence, sourceKey } from './source.ts';
import classes from './page.module.css';

export function StartingPoint({ backbone }: { readonly backbone: BackboneSummary }) {
  const { t } = useText();
  const { id, name, isHere, source } = backbone;
  return (
    <div className={classes.card}>
      <header className={classes.cardHead}>
        <h2 className={classes.name}>{name}</h2>
        <span className={classes.badge}>{t(sourceKey(backbone))}</span>
        {isHere && <ModelActions id={id} canPredict={backbone.classes > 0} canStart />}
        {isHere && source !== 'built-in' && <RemoveBackbone backbone={backbone} />}
      </header>
      {isHere ? <Here backbone={backbone} /> : <Absent backbone={backbone} />}
    </div>
  );
}

function Here({ backbone }: { readonly backbone: BackboneSummary }) {
  const card = useCall('models:card', { id: backbone.id as ModelId });
  if (card.error) return <ErrorState error={card.error} onRetry={() => void card.refetch()} />;
  if (!card.data) return <Waiting />;
  return (
    <>
      <About backbone={backbone} card={card.data} />
      <BeforeFirstLayer card={card.data} isExported={false} />
      <LicenceAndLimits card={card.data} />
      <ClassNames card={card.data} />
    </>
  );
}

function Absent({ backbone }: { readonly backbone: BackboneSummary }) {
  const { t } = useText();
  const { name, licence } = backbone;
  return (
    <>
      <Part title={t('models.absent.title')}>
        <p className={classes.absent}>{t('models.absent', { name })}</p>
        <BackboneDownload backbone={backbone} />
      </Part>
      <About backbone={backbone} card={null} />
      <Part title={t('models.licence')}>{knownLicence(licence) ?? t('models.licence.unknown')}</Part>
    </>
  );
}

type AboutProps = { readonly backbone: BackboneSummary; readonly card: ModelFacts | null };

function About({ backbone, card }: AboutProps) {
  const { t, language, bytes } = useText();
  const { pretrained, parameters, sidePx, takesAnySide, bytes: size } = backbone;
  const side = { widthPx: sidePx, heightPx: sidePx };
  const named = backbone.classes;
  return (
    <Part title={t('models.about')}>
      <Facts
        facts={[
          {
            name: t('models.about.taught'),
            value: pretrained
              ? named > 0
                ? t('models.lineage.pretrained', { dataset: pretrained, classes: named })
                : pretrained
              : t('models.about.own-data'),
          },
          ...(card?.imported ? [{ name: t('models.about.file'), value: card.imported.file }] : []),
          { name: t('models.about.parameters'), value: parameterCount(language).one(parameters) },
          {
            name: t('models.about.photo'),
            value: takesAnySide ? t('models.about.any-side', side) : `${sidePx} × ${sidePx}`,
          },
          { name: t('models.about.size'), value: bytes(size) },
        ]}
      />
    </Part>
  );
}

function RemoveBackbone({ backbone }: { readonly backbone: BackboneSummary }) {
  const { t } = useText();
  const { id, name } = backbone;
  const remove = useAct('backbones:remove', {
    onDone: () => {
      showNote(t('models.removed', { name }));
      navigate('models');
    },
  });
  const ask = async (): Promise<void> => {
    const isSure = await confirm({
      title: t('models.remove'),
      body: t('models.remove.body'),
      confirm: t('models.remove'),
      isDanger: true,
    });
    if (isSure) remove.mutate({ id });
  };
  return (
    <ActionIcon onClick={() => void ask()} aria-label={t('models.remove')} title={t('models.remove')}>
      <IconTrash size={16} stroke={1.75} />
    </ActionIcon>
  );
}
