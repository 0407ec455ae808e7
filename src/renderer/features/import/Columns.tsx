// Which column of a table is what: a chooser over each column, the header and the first rows below it.
import { Select } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { messages, type MessageKey } from '../../../shared/messages.ts';
import { useText } from '../../api/text.tsx';
import { columnsOf, columnRoles, withRole } from './column-roles.ts';
import type { QuestionProps } from './PlainQuestion.tsx';
import classes from './page.module.css';

const mostRows = 4;

export function Columns({ question, source, onAnswer }: QuestionProps) {
  const { t } = useText();
  const { table, chosen, count } = question;
  const [header = [], ...rows] = table ?? [];
  const columns = columnsOf(chosen);
  const title = t('import.question.columns', { source, count });
  const roleText = (role: string): string => {
    const key = `import.column.${role}`;
    return Object.hasOwn(messages, key) ? t(key as MessageKey) : role;
  };
  const roles = columnRoles(
    columns,
    question.options.map(({ value }) => value),
  );
  return (
    <section className={classes.question} aria-label={title}>
      <h3 className={classes.questionTitle}>
        <IconTable size={16} stroke={1.75} aria-hidden="true" />
        {title}
      </h3>
      <p className={classes.questionNote}>{t('import.question.columns.note')}</p>
      <div className={classes.tableScroll} tabIndex={0} role="group" aria-label={title}>
        <table className={classes.csv}>
          <thead>
            <tr>
              {header.map((name, place) => (
                <th key={place} scope="col">
                  <Select
                    aria-label={t('import.question.column', { column: name })}
                    size="xs"
                    value={Object.keys(columns).find(role => columns[role] === place) ?? 'none'}
                    data={['none', ...roles].map(role => ({ value: role, label: roleText(role) }))}
                    comboboxProps={{ width: 180, position: 'bottom-start' }}
                    onChange={role =>
                      role !== null && onAnswer(withRole(columns, role === 'none' ? null : role, place))
                    }
                  />
                  <span className="mono ellipsis" title={name}>
                    {name}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, mostRows).map((cells, row) => (
              <tr key={row}>
                {header.map((_, place) => (
                  <td key={place} className="mono ellipsis" title={cells[place] ?? ''}>
                    {cells[place] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
