// Where a model comes from, as three boxes: what it started from, the run that taught it, the model itself.
import { IconArrowRight, IconCube, IconDatabase, IconSchool } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ModelFacts } from '../../../shared/records/model-facts.ts';
import type { ModelSummary, RunSummary } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { parameterCount } from '../../components/parameter-count.ts';
import { placeHash } from '../../components/places.ts';
import { knownLicence } from './source.ts';
import classes from './page.module.css';

export type LineageProps = {
  readonly model: ModelSummary;
  readonly card: ModelFacts;
  /** null where it was deleted. */
  readonly run: RunSummary | null;
  readonly parameters: number | null;
};

export function Lineage({ model, card, run, parameters }: LineageProps) {
  const { t, language, bytes } = useText();
  const { backbone, preprocessing } = card;
  const { widthPx, heightPx } = preprocessing;
  return (
    <ol className={classes.lineage} aria-label={t('models.lineage')}>
      <Box
        icon={<IconDatabase size={16} stroke={1.75} />}
        title={backbone.name}
        lines={[
          backbone.pretrained
            ? t('models.lineage.pretrained', {
                dataset: backbone.pretrained.dataset,
                classes: backbone.pretrained.classes,
              })
            : backbone.origin,
          [knownLicence(backbone.licence), backbone.sha256 === '' ? null : `sha256 ${shortHash(backbone.sha256)}`]
            .filter(fact => fact !== null)
            .join(', '),
        ]}
      />
      <Arrow />
      <RunBox card={card} run={run} />
      <Arrow />
      <Box
        isHere
        icon={<IconCube size={16} stroke={1.75} />}
        title={model.name}
        lines={[
          t('models.lineage.in-out', { widthPx, heightPx, classes: card.classes.length }),
          parameters === null
            ? bytes(model.bytes)
            : t('models.lineage.size', {
                parameters: parameterCount(language).one(parameters),
                bytes: bytes(model.bytes),
              }),
        ]}
      />
    </ol>
  );
}

function RunBox({ card, run }: Pick<LineageProps, 'card' | 'run'>) {
  const { t, when, seconds } = useText();
  const { trainedOn, classes: names } = card;
  const learned = trainedOn ? t('models.lineage.learned', { photos: trainedOn.photos, classes: names.length }) : '';
  const icon = <IconSchool size={16} stroke={1.75} />;
  if (run === null) {
    const seed = trainedOn ? t('models.lineage.seed', { seed: String(trainedOn.seed) }) : '';
    return <Box icon={icon} title={t('models.lineage.run-gone')} lines={[learned, seed]} />;
  }
  return (
    <Box
      icon={icon}
      title={t('models.lineage.run', { id: run.id, recipe: t(`train.run.by.${run.recipe.name}`) })}
      href={placeHash('results', { run: run.id })}
      lines={[
        learned,
        t('models.lineage.when', { when: when(run.startedAt), time: seconds(run.seconds), seed: String(run.seed) }),
      ]}
    />
  );
}

type BoxProps = {
  readonly icon: ReactNode;
  readonly title: string;
  readonly lines: readonly string[];
  readonly href?: string;
  /** The box that stands for the model itself. */
  readonly isHere?: boolean;
};

function Box({ icon, title, lines, href, isHere = false }: BoxProps) {
  return (
    <li className={isHere ? `${classes.box} ${classes.boxHere}` : classes.box}>
      <span className={classes.boxTitle}>
        {icon}
        {href === undefined ? (
          <strong className="ellipsis">{title}</strong>
        ) : (
          <a href={href} className="ellipsis">
            {title}
          </a>
        )}
      </span>
      {lines
        .filter(line => line !== '')
        .map(line => (
          <span key={line} className={`${classes.quiet} ellipsis`} title={line}>
            {line}
          </span>
        ))}
    </li>
  );
}

function Arrow() {
  return (
    <li className={classes.arrow} aria-hidden="true">
      <IconArrowRight size={16} stroke={1.75} />
    </li>
  );
}

const shortHash = (hash: string): string => `${hash.slice(0, 8)}…${hash.slice(-6)}`;
