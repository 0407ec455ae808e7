// Are the boxes of photos that the camera stored turned in the upright frame, or as stored? Both are shown on one of the photos.
import { Radio } from '@mantine/core';
import { IconRotateClockwise } from '@tabler/icons-react';
import type { ImportQuestion } from '../../../shared/records/import.ts';
import { useThumbnail } from '../../api/pictures.ts';
import { useText } from '../../api/text.tsx';
import { answerText, type QuestionProps } from './PlainQuestion.tsx';
import classes from './Questions.module.css';

export function Turned({ question, onAnswer }: Omit<QuestionProps, 'source'>) {
  const text = useText();
  const { t } = text;
  const { count, options, chosen, example } = question;
  const title = t('import.question.turned', { count });
  return (
    <section className={classes.question} aria-label={title}>
      <h3 className={classes.questionTitle}>
        <IconRotateClockwise size={16} stroke={1.75} aria-hidden="true" />
        {title}
      </h3>
      <p className={`${classes.questionNote} quiet`}>{t('import.question.turned.note', { count })}</p>
      <Radio.Group value={chosen} onChange={onAnswer} aria-label={title}>
        <div className={classes.pictures}>
          {options.map(({ value, fits }) => (
            <label
              key={value}
              className={value === chosen ? `${classes.pictureChoice} ${classes.chosenPicture}` : classes.pictureChoice}
            >
              {example && <Picture example={example} boxes={example.boxes[value] ?? []} />}
              <Radio
                value={value}
                label={answerText(text, 'turned', value)}
                description={t('import.answer.fits', { fits, count })}
                classNames={{ description: classes.fits! }}
              />
            </label>
          ))}
        </div>
      </Radio.Group>
    </section>
  );
}

type PictureProps = {
  readonly example: NonNullable<ImportQuestion['example']>;
  readonly boxes: readonly (readonly number[])[];
};

function Picture({ example, boxes }: PictureProps) {
  const { widthPx, heightPx, name, photoId } = example;
  // In the photo's own pixels, so that a stroke is as wide on every photo.
  const strokePx = Math.max(widthPx, heightPx) / 110;
  return (
    <span className={classes.picture} style={{ aspectRatio: `${widthPx} / ${heightPx}` }} title={name}>
      {photoId !== null && <Pixels id={photoId} />}
      <svg viewBox={`0 0 ${widthPx} ${heightPx}`} className={classes.pictureBoxes} aria-hidden="true">
        {boxes.map(([x = 0, y = 0, width = 0, height = 0], place) => (
          <g key={place}>
            <rect x={x} y={y} width={width} height={height} className={classes.boxHalo} strokeWidth={2 * strokePx} />
            <rect x={x} y={y} width={width} height={height} className={classes.boxLine} strokeWidth={strokePx} />
          </g>
        ))}
      </svg>
    </span>
  );
}

function Pixels({ id }: { readonly id: number }) {
  const { url } = useThumbnail(id, '');
  return url === null ? null : <img src={url} alt="" className={classes.pictureImage} />;
}
