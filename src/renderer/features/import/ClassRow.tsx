// One name of a file in the class table.
import type { Becomes, ImportClass, ImportPreview } from '../../../shared/records/import.ts';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { Matched } from '../../components/overlays/Matched.tsx';
import { BecomesChooser } from './BecomesChooser.tsx';
import { howOf } from './class-rows.ts';
import classes from './ClassTable.module.css';
import { TableRow, type RowPlace } from './TableRow.tsx';

export type ClassRowProps = RowPlace & {
  readonly row: ImportClass;
  readonly source: string | null;
  readonly isInFold: boolean;
  /** What is looked for; its letters are marked. */
  readonly query: string;
  readonly preview: ImportPreview;
  readonly onChoose: (changes: Readonly<Record<string, Becomes>>) => void;
};

export function ClassRow({ row, source, isInFold, query, preview, onChoose, ...at }: ClassRowProps) {
  const { byId } = useClasses();
  return (
    <TableRow
      {...at}
      name={
        <span className={isInFold ? `${classes.name} ${classes.inFold}` : classes.name}>
          <span className="ellipsis" title={row.name}>
            {/* A name keeps the direction of its own script. */}
            <bdi>
              <Matched text={row.name} query={query} />
            </bdi>
          </span>
          {source !== null && <span className={`${classes.fromBelow} ellipsis`}>{source}</span>}
        </span>
      }
      source={source}
      annotations={row.annotations}
      chooser={<BecomesChooser row={row} preview={preview} onChoose={becomes => onChoose({ [row.key]: becomes })} />}
      how={howOf(row, preview.classes, byId)}
      isQuiet={row.becomes.kind === 'leave-out'}
    />
  );
}
