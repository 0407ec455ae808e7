// Name, colour and key of one class, changed in place: each change is saved when it is made, a typed name at the latest when the editor
// closes. Merging and deleting ask, with counts.
import { Button, TextInput } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react';
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { AppError } from '../../../shared/errors.ts';
import { showError } from '../../api/notices.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ClassSwatch } from '../ClassSwatch.tsx';
import { confirm } from '../Confirm.tsx';
import { KeyCap } from '../KeyCap.tsx';
import { isMac, keyName } from '../keys.ts';
import classes from './class-list.module.css';
import { MergeClass } from './MergeClass.tsx';

const colours = Array.from({ length: 12 }, (_, place) => place + 1);

export function ClassEditor({ record, onClose }: { readonly record: ClassRecord; readonly onClose: () => void }) {
  const { t, error: errorText } = useText();
  const [error, setError] = useState<AppError | null>(null);
  const isGone = useRef(false);
  const update = useAct('classes:update', {
    onError: refused => (isGone.current ? showError(refused) : setError(refused)),
    onDone: () => setError(null),
  });
  const remove = useAct('classes:delete');
  const counts = useCall('photos:counts', null);
  const { id } = record;

  /** What was typed and not sent yet. */
  const draft = useRef<string | null>(null);
  const rename = (): void => {
    const name = draft.current?.trim() ?? '';
    draft.current = null;
    if (name !== '' && name !== record.name) update.mutate({ id, name });
  };
  // A click elsewhere and a key that leaves the place take the field away before it can lose the focus.
  const leave = useEffectEvent(rename);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      leave();
    };
  }, []);
  const askAndDelete = async (): Promise<void> => {
    onClose();
    const count = counts.data?.classes.find(({ classId }) => classId === id);
    const agreed = await confirm({
      title: t('class.delete.title', { class: record.name }),
      body: t('class.delete.body', { photos: count?.photos ?? 0, boxes: count?.boxes ?? 0 }),
      confirm: t('action.delete'),
      isDanger: true,
    });
    if (agreed) remove.mutate({ id });
  };

  return (
    <div
      className={classes.editor}
      onKeyDown={event => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
        draft.current = null;
        onClose();
      }}
    >
      <TextInput
        label={t('class.name')}
        defaultValue={record.name}
        maxLength={200}
        data-autofocus
        error={error ? errorText(error) : null}
        onChange={event => {
          draft.current = event.currentTarget.value;
        }}
        onBlur={rename}
        onKeyDown={event => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          draft.current = event.currentTarget.value;
          rename();
          if (event.currentTarget.value.trim() === record.name) onClose();
        }}
      />
      <div>
        <div className={classes.heading}>{t('class.colour')}</div>
        <div className={classes.colours} role="radiogroup" aria-label={t('class.colour')}>
          {colours.map(colour => (
            <button
              key={colour}
              type="button"
              role="radio"
              aria-checked={colour === record.colour}
              aria-label={t('class.colour.n', { colour })}
              className={classes.colour}
              onClick={() => update.mutate({ id, colour })}
            >
              <ClassSwatch look={{ colour, patterned: record.patterned, key: null }} />
            </button>
          ))}
        </div>
      </div>
      <div className={classes.field}>
        <span className={classes.heading}>{t('class.key')}</span>
        <KeyField keyOfClass={record.key} onKey={key => update.mutate({ id, key })} />
      </div>
      <MergeClass record={record} onChosen={onClose} />
      <Button variant="outline" color="danger" onClick={() => void askAndDelete()}>
        {t('class.delete')}
      </Button>
    </div>
  );
}

/** Takes the next digit or letter that is pressed; Backspace takes the key away. */
function KeyField({
  keyOfClass,
  onKey,
}: {
  readonly keyOfClass: string | null;
  readonly onKey: (key: string | null) => void;
}) {
  const { t } = useText();
  const [isListening, setListening] = useState(false);
  const listen = (event: KeyboardEvent): void => {
    if (!isListening) return;
    if (event.key === 'Escape' || event.key === 'Tab') {
      setListening(false);
      if (event.key === 'Escape') event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const name = keyName(event, isMac).toLowerCase();
    if (name === 'backspace' || name === 'delete') onKey(null);
    else if (/^[0-9a-z]$/.test(name)) onKey(name);
    else return;
    setListening(false);
  };
  return (
    <Button
      onClick={() => setListening(!isListening)}
      onBlur={() => setListening(false)}
      onKeyDown={listen}
      aria-pressed={isListening}
    >
      {isListening ? (
        t('class.key.press')
      ) : keyOfClass ? (
        <KeyCap name={keyOfClass.toUpperCase()} />
      ) : (
        t('class.key.none')
      )}
      {keyOfClass && !isListening && <span className="visually-hidden">{keyOfClass.toUpperCase()}</span>}
    </Button>
  );
}
