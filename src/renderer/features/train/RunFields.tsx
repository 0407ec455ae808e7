// Batch, photo size, seed, and what computes: an engine where there is a choice, and the device.
import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { engineIds } from '../../../shared/records/recipe.ts';
import { useAppInfo } from '../../api/app-info.ts';
import { useText } from '../../api/text.tsx';
import { NumberField } from './NumberField.tsx';
import type { ChoicesAndActs } from './use-choices.ts';
import classes from './details.module.css';

export function RunFields({ choices }: { readonly choices: ChoicesAndActs }) {
  const { t } = useText();
  const info = useAppInfo();
  const { recipe, backbone, options } = choices;
  const engines = engineIds.filter(id => info?.engines.includes(id));
  const fixed = backbone?.takesAnySide === false ? t('train.field.sidePx.fixed') : null;
  return (
    <section className={`${classes.section} ${classes.runFields}`}>
      {recipe.name !== 'one-click' && (
        <>
          <Field name={t('train.field.batch')}>
            <NumberField
              id="run.batch"
              label={t('train.field.batch')}
              value={recipe.batch}
              choices={choices}
              widthPx={56}
            />
          </Field>
          <Field name={t('train.field.sidePx')}>
            <NumberField
              id="run.sidePx"
              label={t('train.field.sidePx')}
              value={recipe.sidePx}
              choices={choices}
              widthPx={60}
              fixed={fixed}
            />
          </Field>
        </>
      )}
      <Field name={t('train.field.seed')}>
        <NumberField
          id="run.seed"
          label={t('train.field.seed')}
          value={options.seed ?? null}
          choices={choices}
          placeholder={t('train.field.seed.new')}
          widthPx={96}
        />
      </Field>
      {engines.length > 1 && (
        <Field name={t('train.engine')}>
          <Select
            aria-label={t('train.engine')}
            w={140}
            data={engines.map(id => ({ value: id, label: t(`train.engine.${id}`) }))}
            value={options.engine ?? 'onnx'}
            onChange={value => value !== null && choices.chooseEngine(value)}
          />
        </Field>
      )}
      <Field name={t('train.device')}>
        <span>{info && t('train.device.cpu', { threads: info.threads })}</span>
      </Field>
    </section>
  );
}

function Field({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <span className={classes.field}>
      <span className={classes.quietLabel}>{name}</span>
      {children}
    </span>
  );
}
