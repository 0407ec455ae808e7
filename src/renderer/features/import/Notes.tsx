// What is to be looked at: the questions first, then what could not be used or comes in another form, each with examples.
import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { ImportPreview } from '../../../shared/records/import.ts';
import { showError } from '../../api/notices.ts';
import { useAct } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { DatasetNotes } from '../../components/dataset-notes.tsx';
import { setPreview } from '../../components/project/imports.ts';
import { chooseFolder } from '../../components/project/open-project.ts';
import { Columns } from './Columns.tsx';
import { PlainQuestion } from './PlainQuestion.tsx';
import { Turned } from './Turned.tsx';
import classes from './page.module.css';

export type NotesProps = {
  readonly preview: ImportPreview;
  readonly onAnswer: (question: string, value: string) => void;
};

export function Notes({ preview, onAnswer }: NotesProps) {
  const { t } = useText();
  const { questions, notes, id } = preview;
  const find = useAct('import:find-photos', { onDone: setPreview });
  const findPhotos = async (): Promise<void> => {
    try {
      const grant = await chooseFolder({ purpose: 'use' });
      if (grant !== null) find.mutate({ id, grant });
    } catch (error) {
      showError(error);
    }
  };
  return (
    <section className={classes.look} aria-label={t('import.look')}>
      <header className={classes.partHead}>
        <h2 className={classes.partTitle}>{t('import.look')}</h2>
        <span className="quiet tabular">
          {[
            ...(questions.length > 0 ? [t('import.look.questions', { count: questions.length })] : []),
            ...(notes.length > 0 ? [t('import.look.notes', { count: notes.length })] : []),
          ].join(', ')}
        </span>
      </header>
      {questions.map(question => {
        const source = preview.sources.find(({ place }) => place === question.source)?.name ?? '';
        const answer = (value: string): void => onAnswer(question.key, value);
        if (question.about === 'turned') return <Turned key={question.key} question={question} onAnswer={answer} />;
        if (question.about === 'columns')
          return <Columns key={question.key} question={question} source={source} onAnswer={answer} />;
        return <PlainQuestion key={question.key} question={question} source={source} onAnswer={answer} />;
      })}
      {questions.length + notes.length === 0 && (
        <p className={classes.allFine}>
          <IconCircleCheck size={16} stroke={1.75} aria-hidden="true" />
          {t('import.look.nothing')}
        </p>
      )}
      <DatasetNotes
        notes={notes}
        actions={({ code }) =>
          code === 'photo-not-found' && (
            <Button size="xs" loading={find.isPending} onClick={() => void findPhotos()}>
              {t('import.look.find')}
            </Button>
          )
        }
      />
    </section>
  );
}
