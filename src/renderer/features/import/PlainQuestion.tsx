// A question with plain answers; the likelier is chosen, and each says how much of the data fits it.
import { Radio } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import type { ImportQuestion } from '../../../shared/records/import.ts';
import { messages, type MessageKey } from '../../../shared/messages.ts';
import { useText, type Text } from '../../api/text.tsx';
import classes from './Questions.module.css';

export type QuestionProps = {
  readonly question: ImportQuestion;
  readonly source: string;
  readonly onAnswer: (value: string) => void;
};

/** An answer in words; one that has none stands as it is. */
export function answerText({ t }: Pick<Text, 't'>, about: ImportQuestion['about'], value: string): string {
  const key = `import.answer.${about}.${value}`;
  return Object.hasOwn(messages, key) ? t(key as MessageKey) : value;
}

export function PlainQuestion({ question, source, onAnswer }: QuestionProps) {
  const text = useText();
  const { t } = text;
  const { about, count, options, chosen } = question;
  const title = t(`import.question.${about}`, { source, count });
  return (
    <section className={classes.question} aria-label={title}>
      <h3 className={classes.questionTitle}>
        <IconHelpCircle size={16} stroke={1.75} aria-hidden="true" />
        {title}
      </h3>
      <p className={`${classes.questionNote} quiet`}>{t(`import.question.${about}.note`, { count })}</p>
      <Radio.Group value={chosen} onChange={onAnswer} aria-label={title}>
        <div className={classes.answers}>
          {options.map(({ value, fits }) => (
            <Radio
              key={value}
              value={value}
              label={answerText(text, about, value)}
              description={t('import.answer.fits', { fits, count })}
              classNames={{ description: classes.fits! }}
            />
          ))}
        </div>
      </Radio.Group>
    </section>
  );
}
