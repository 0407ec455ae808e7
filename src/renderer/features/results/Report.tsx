// One run's results on one page: score, reasons to doubt it, confusion, classes, calibration, mistakes.
import { useState } from 'react';
import type { RunResults, RunSummary } from '../../../shared/records/run.ts';
import { ByClass } from './ByClass.tsx';
import { Calibration } from './Calibration.tsx';
import { CellPhotos } from './CellPhotos.tsx';
import { Confusion, type Cell } from './Confusion.tsx';
import { Headline } from './Headline.tsx';
import { Mistakes } from './Mistakes.tsx';
import classes from './page.module.css';

export type ReportProps = {
  readonly results: RunResults;
  /** The scored run before this one, if there is any. */
  readonly before: RunSummary | null;
};

export function Report({ results, before }: ReportProps) {
  const [cell, setCell] = useState<Cell | null>(null);
  return (
    <div className={classes.report}>
      <Headline results={results} />
      <div className={classes.middle}>
        <Confusion results={results} chosen={cell} onChoose={setCell} />
        {cell === null ? (
          <>
            <ByClass results={results} before={before} />
            <Calibration results={results} />
          </>
        ) : (
          <CellPhotos results={results} cell={cell} onClose={() => setCell(null)} />
        )}
      </div>
      <Mistakes results={results} />
    </div>
  );
}
