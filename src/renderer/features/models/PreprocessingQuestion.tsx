// Asks how photos become a network's input, where its file does not say: the five ways of the field, each with who uses it.
import { Button, Modal, Radio } from '@mantine/core';
import { useState } from 'react';
import { declaredPreprocessing, type DeclaredPreprocessing } from '../../../shared/records/preprocessing.ts';
import { useText } from '../../api/text.tsx';
import classes from './page.module.css';

/** Most networks that come as Keras files without a word are of its own kind. */
const likeliest: DeclaredPreprocessing = 'minus-one-to-one';

export type PreprocessingQuestionProps = { readonly onAnswer: (kind: DeclaredPreprocessing | null) => void };

export function PreprocessingQuestion({ onAnswer }: PreprocessingQuestionProps) {
  const { t } = useText();
  const [kind, setKind] = useState<DeclaredPreprocessing>(likeliest);
  return (
    <Modal opened onClose={() => onAnswer(null)} title={t('models.preprocessing.title')} size={560} centered>
      <p className={classes.questionBody}>{t('models.preprocessing.body')}</p>
      <Radio.Group
        aria-label={t('models.preprocessing.title')}
        value={kind}
        onChange={value => setKind(declaredPreprocessing.find(one => one === value) ?? likeliest)}
      >
        <div className={classes.formats}>
          {declaredPreprocessing.map(one => (
            <label key={one} className={one === kind ? `${classes.format} ${classes.chosenFormat}` : classes.format}>
              <Radio value={one} />
              <span className={classes.formatWords}>
                <strong>{t(`models.preprocessing.${one}`)}</strong>
                <span className={classes.quiet}>{t(`models.preprocessing.${one}.note`)}</span>
              </span>
              {one === likeliest && <span className={classes.badge}>{t('models.preprocessing.guess')}</span>}
            </label>
          ))}
        </div>
      </Radio.Group>
      <div className={classes.questionFoot}>
        <Button onClick={() => onAnswer(null)}>{t('action.cancel')}</Button>
        <Button variant="filled" onClick={() => onAnswer(kind)}>
          {t('models.preprocessing.import')}
        </Button>
      </div>
    </Modal>
  );
}
