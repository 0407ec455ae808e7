// Precision, recall and F1 of each class, with how many photos they rest on; below it the run before this one.
import type { RunResults, RunSummary } from '../../../shared/records/run.ts';
import { wilsonInterval } from '../../../shared/wilson.ts';
import { useText } from '../../api/text.tsx';
import { ClassChip } from '../../components/ClassSwatch.tsx';
import { Against } from './Against.tsx';
import { useRunClasses } from './run-classes.ts';
import classes from './page.module.css';

const measures = ['precision', 'recall', 'f1'] as const;

export type ByClassProps = { readonly results: RunResults; readonly before: RunSummary | null };

export function ByClass({ results, before }: ByClassProps) {
  const { t, percent, number } = useText();
  const named = useRunClasses(results.run);
  const intervalOf = (found: number, photos: number): string => {
    if (photos === 0) return '–';
    const [low, high] = wilsonInterval(found, photos);
    return `${percent(low)} – ${percent(high)}`;
  };
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
            <th scope="col">{t('results.recall.interval')}</th>
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
              <td className={classes.interval}>{intervalOf(results.confusion[place]![place]!, row.photos)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {before && <Against run={results.run} before={before} />}
    </section>
  );
}
