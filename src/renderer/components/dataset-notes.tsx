// What an import or an export says of annotations that stay out or come in another form: its words, its examples, its mark.
import {
  IconAlertTriangle,
  IconFolderOff,
  IconInfoCircle,
  IconPhotoQuestion,
  IconSquareOff,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DatasetNote } from '../../shared/records/dataset-format.ts';
import { noteText } from '../../shared/messages.ts';
import { useText } from '../api/text.tsx';
import classes from './dataset-notes.module.css';

const mostExamples = 3;

export type DatasetNotesProps = {
  readonly notes: readonly DatasetNote[];
  /** Buttons that help with a note. */
  readonly actions?: (note: DatasetNote) => ReactNode;
};

export function DatasetNotes({ notes, actions }: DatasetNotesProps) {
  const { language } = useText();
  return (
    <ul className={classes.notes}>
      {notes.map((note, place) => (
        <li key={`${note.code} ${place}`} className={classes.note}>
          <Mark code={note.code} />
          <div className={classes.words}>
            <span>{noteText(language, note)}</span>
            {note.examples.length > 0 && <Examples note={note} />}
          </div>
          {actions?.(note)}
        </li>
      ))}
    </ul>
  );
}

function Examples({ note }: { readonly note: DatasetNote }) {
  const { t } = useText();
  // Several of one photo stand once.
  const shown = [...new Set(note.examples)].slice(0, mostExamples);
  const rest = note.count - shown.length;
  return (
    <span className={classes.examples} title={note.examples.join('\n')}>
      <span className="mono">{shown.join(', ')}</span>
      {rest > 0 && ` ${t('import.look.examples-more', { count: rest })}`}
    </span>
  );
}

/** By what a note is about: red where annotations stay out, amber where something is missing, grey where it is good to know. */
function Mark({ code }: { readonly code: string }) {
  const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;
  if (/folder|split/.test(code)) return <IconFolderOff {...icon} className={classes.amber} />;
  if (/^photo-(?:not|un|name|ambiguous)|^photos-(?:left-out|excluded)/.test(code))
    return <IconPhotoQuestion {...icon} className={classes.red} />;
  if (/left-out|outside|empty|invalid|damaged|unknown|not-a-number|too-short/.test(code)) {
    return <IconSquareOff {...icon} className={classes.red} />;
  }
  if (/unreadable|missing|unsupported|differs|twice/.test(code)) {
    return <IconAlertTriangle {...icon} className={classes.amber} />;
  }
  return <IconInfoCircle {...icon} className={classes.grey} />;
}
