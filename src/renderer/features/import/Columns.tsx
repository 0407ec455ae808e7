// Which column of a table is what: a chooser over each column, the first rows below it.
import { Checkbox, Select } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { csvFields, type CsvColumns } from '../../../shared/records/csv-columns.ts';
import { useText } from '../../api/text.tsx';
import { choicesAt, chosenColumns, fieldAt, withField } from './column-roles.ts';
import type { QuestionProps } from './PlainQuestion.tsx';
import classes from './Questions.module.css';

const mostRows = 5;

export function Columns({ question, source, onAnswer }: QuestionProps) {
  const { t } = useText();
  const { table, count } = question;
  const chosen = chosenColumns(question.chosen);
  if (chosen === null) return null;
  const rows = (table ?? []).slice(0, mostRows);
  const places = Array.from({ length: Math.max(0, ...rows.map(row => row.length)) }, (_, place) => place);
  const title = t('import.question.columns', { source, count });
  const answer = (next: CsvColumns): void => onAnswer(JSON.stringify(next));
  const nameOf = (place: number): string => (chosen.hasHeader && rows[0]?.[place]) || String(place + 1);
  return (
    <section className={classes.question} aria-label={title}>
      <h3 className={classes.questionTitle}>
        <IconTable size={16} stroke={1.75} aria-hidden="true" />
        {title}
      </h3>
      <p className={`${classes.questionNote} quiet`}>{t('import.question.columns.note')}</p>
      <div className={classes.tableScroll} tabIndex={0} role="group" aria-label={title}>
        <table className={classes.csv}>
          <thead>
            <tr>
              {places.map(place => (
                <th key={place} scope="col">
                  <Select
                    aria-label={t('import.question.column', { column: nameOf(place) })}
                    size="xs"
                    value={fieldAt(chosen, place) ?? 'none'}
                    data={choicesAt(chosen, place).map(field => ({
                      value: field ?? 'none',
                      label: t(`import.column.${field ?? 'none'}`),
                    }))}
                    comboboxProps={{ width: 180, position: 'bottom-start' }}
                    onChange={value =>
                      answer(withField(chosen, place, csvFields.find(field => field === value) ?? null))
                    }
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={row} className={row === 0 && chosen.hasHeader ? classes.headerRow : undefined}>
                {places.map(place => (
                  <td key={place} className="mono ellipsis" title={cells[place] ?? ''}>
                    {cells[place] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Checkbox
        className={classes.hasHeader!}
        label={t('import.question.has-header')}
        checked={chosen.hasHeader}
        onChange={event => answer({ ...chosen, hasHeader: event.currentTarget.checked })}
      />
    </section>
  );
}
