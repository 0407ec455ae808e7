// What a person decides in the preview, sent to the core one after the other; the rows change at once.
import type { Becomes, ImportPreview } from '../../../shared/records/import.ts';
import { queries, useAct } from '../../api/query.ts';
import { setPreview } from '../../components/project/imports.ts';

export type Choosing = {
  readonly classes: (changes: Readonly<Record<string, Becomes>>) => void;
  readonly answer: (question: string, value: string) => void;
  /** The counts are of before the last choice. */
  readonly isCounting: boolean;
};

export function useChoosing(preview: ImportPreview): Choosing {
  const { id } = preview;
  const choose = useAct('import:choose', { onDone: setPreview });
  const send = (classes: Readonly<Record<string, Becomes>>, answers: Readonly<Record<string, string>>): void => {
    setPreview({
      ...preview,
      classes: preview.classes.map(row => {
        const becomes = classes[row.key];
        return becomes ? { ...row, becomes, why: 'chosen' } : row;
      }),
      questions: preview.questions.map(question => ({ ...question, chosen: answers[question.key] ?? question.chosen })),
    });
    choose.mutate(
      { id, classes, answers },
      // What was shown before it was sure is read again.
      { onError: () => void queries.invalidateQueries({ queryKey: ['import:read', { id }] }) },
    );
  };
  return {
    classes: changes => send(changes, {}),
    answer: (question, value) => send({}, { [question]: value }),
    isCounting: choose.isPending,
  };
}
