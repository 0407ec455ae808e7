// Precision, recall and F1 of each class, with how many photos they rest on.
import type { RunResults } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { ClassChip } from '../../components/ClassSwatch.tsx';
import { useRunClasses } from './run-classes.ts';
import classes from './page.module.css';

const measures = ['precision', 'recall', 'f1'] as const;

export function ByClass({ results }: { readonly results: RunResults }) {
  const { t, percent, number } = useText();
  const named = useRunClasses(results.run);
  return (
    <section className={classes.block} aria-label={t('results.classes')}>
      <h2 className={classes.title}>{t('results.classes')}</h2>
      <table className={`${classes.table} tabular`}>
        <thead>
          <tr>
            <th scope="col">{t('results.class')}</th>
            <th scope="col">{t('results.photos')}</th>
            {measures.map(measure => (
              <th key={measure} scope="col" title={t(`results.${measure}.help`)}>
                {t(`results.${measure}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {results.perClass.map((row, place) => (
            <tr key={row.classId}>
              <th scope="row">
                <ClassChip record={named[place]!} />
              </th>
              <td>{number(row.photos)}</td>
              {measures.map(measure => (
                <td key={measure}>{row[measure] === null ? '–' : percent(row[measure])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
