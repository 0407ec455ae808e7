// Left of the predictions: which model, which photos, and how the answers are shown.
import { Button, FileButton, SegmentedControl, Select, Slider } from '@mantine/core';
import { IconFolder, IconPhoto, IconPhotoPlus } from '@tabler/icons-react';
import { cardWords } from '../../../shared/model-card.ts';
import type { ModelSummary } from '../../../shared/records/run.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { SidePanel } from '../../components/SidePanel.tsx';
import type { Predicting } from './predicting.ts';
import classes from './page.module.css';

export type ControlsProps = {
  readonly models: readonly ModelSummary[];
  readonly model: ModelSummary;
  readonly onModel: (id: string) => void;
  readonly best: number;
  readonly onBest: (best: number) => void;
  readonly unsureBelow: number;
  readonly onUnsureBelow: (score: number) => void;
  readonly predicting: Predicting;
};

export function Controls({ models, model, predicting, ...shown }: ControlsProps) {
  const { t, language, percent } = useText();
  const card = useCall('models:card', { id: model.id }).data;
  const { sending, isStarting } = predicting;
  return (
    <SidePanel side="left" place="predict" label={t('predict.photos')} widthPx={264}>
      <section className={classes.section}>
        <h2 className={classes.title}>{t('predict.model')}</h2>
        <Select
          aria-label={t('predict.model')}
          data={models.map(({ id, name }) => ({ value: id, label: name }))}
          value={model.id}
          allowDeselect={false}
          onChange={id => id !== null && shown.onModel(id)}
        />
        <p className={classes.note}>
          {model.source === 'built-in'
            ? t('predict.model.built-in')
            : t('predict.model.classes', { count: model.classes.length })}
          {model.score && ` · ${percent(model.score.accuracy)}`}
        </p>
      </section>
      <section className={classes.section}>
        <h2 className={classes.title}>{t('predict.photos')}</h2>
        <div className={classes.drop}>
          <IconPhotoPlus size={20} stroke={1.75} aria-hidden="true" />
          {sending ? t('predict.sending', { done: sending.done + 1, total: sending.total }) : t('predict.drop')}
        </div>
        <div className={classes.ways}>
          <FileButton
            multiple
            accept="image/jpeg,image/png,image/webp,image/gif,image/bmp,.tif,.tiff,.heic,.heif"
            onChange={files => void predicting.predictFiles(files)}
          >
            {props => (
              <Button {...props} leftSection={<IconPhoto size={14} stroke={1.75} />} disabled={isStarting}>
                {t('predict.choose-files')}
              </Button>
            )}
          </FileButton>
          <Button
            leftSection={<IconFolder size={14} stroke={1.75} />}
            disabled={isStarting}
            onClick={() => void predicting.chooseFolder()}
          >
            {t('predict.choose-folder')}
          </Button>
        </div>
      </section>
      <section className={classes.section}>
        <h2 className={classes.title}>{t('predict.show')}</h2>
        <div className={classes.setting}>
          <span>{t('predict.best')}</span>
          <SegmentedControl
            size="xs"
            aria-label={t('predict.best')}
            data={['1', '3', '5']}
            value={String(shown.best)}
            onChange={value => shown.onBest(Number(value))}
          />
        </div>
        <div className={classes.setting}>
          <span>{t('predict.unsure-below')}</span>
          <span className="tabular">{percent(shown.unsureBelow, 0)}</span>
        </div>
        <Slider
          min={0}
          max={1}
          step={0.01}
          label={null}
          value={shown.unsureBelow}
          onChange={shown.onUnsureBelow}
          thumbLabel={t('predict.unsure-below')}
        />
      </section>
      {card && (
        <section className={classes.section}>
          <h2 className={classes.title}>{t('predict.sees')}</h2>
          <p className={classes.note}>{cardWords(language, card).preprocessing}</p>
        </section>
      )}
    </SidePanel>
  );
}
