// The one question about sub-folders that hold photos: are their names the classes? Answered with everything in view.
import { Button, CloseButton, Modal } from '@mantine/core';
import { IconCircleDashed, IconInfoCircle } from '@tabler/icons-react';
import { useEffect } from 'react';
import { classKeys } from '../../../shared/records/class.ts';
import { splits, type Split } from '../../../shared/records/photo.ts';
import type { ClassFolderQuestion } from '../../../shared/records/project.ts';
import { showError } from '../../api/notices.ts';
import { useThumbnail } from '../../api/pictures.ts';
import { useText } from '../../api/text.tsx';
import { useMutation } from '@tanstack/react-query';
import { ClassChip } from '../ClassSwatch.tsx';
import { KeyCap } from '../KeyCap.tsx';
import { ReadingPhotos } from '../ReadingPhotos.tsx';
import { isKeyTaken, isMac, keyCaps, keyName } from '../keys.ts';
import { keepClearOfNotes } from '../notes-floor.ts';
import classes from './ClassFolders.module.css';
import { answerClassFolders, giveUpOpening, type Opening } from './open-project.ts';

type Folder = ClassFolderQuestion['folders'][number];

export function ClassFolders({ asked }: { readonly asked: Extract<Opening, { state: 'question' }> }) {
  const { t, number } = useText();
  const { project, question } = asked;
  const { mutate, isPending, variables } = useMutation({
    mutationFn: answerClassFolders,
    onError: showError,
    networkMode: 'always',
  });
  const count = question.folders.length;
  // Folders named train, validation or test give a split; without them the photos are split when the question is answered.
  const given = splits.filter(split => question.folders.some(folder => folder.splits[split] !== undefined));
  const labels = question.folders.reduce((sum, folder) => sum + folder.photos, 0);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const name = keyName(event, isMac);
      const isTaken = isKeyTaken(event.target instanceof Element ? event.target : null, name);
      if (isTaken || isPending || event.repeat) return;
      if (name === 'O') mutate(false);
      else if (name === 'Enter') mutate(true);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [mutate, isPending]);

  return (
    <Modal.Root
      opened
      onClose={() => void giveUpOpening()}
      size={920}
      centered
      closeOnClickOutside={false}
      transitionProps={{ duration: 120 }}
      classNames={{ content: classes.dialog! }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes.head}>
          <div className={classes.headWords}>
            <Modal.Title className={classes.title!}>{t('question.title', { folders: count })}</Modal.Title>
            <div className={classes.where}>
              <span className="mono ellipsis" title={project.photosFolder}>
                {project.photosFolder}
              </span>
              , {t('question.where', { photos: labels + question.withoutClass })}
            </div>
          </div>
          <CloseButton aria-label={t('action.cancel')} onClick={() => void giveUpOpening()} />
        </div>
        <div className={classes.scroll}>
          <table className={`${classes.table} tabular`}>
            <thead>
              <tr>
                <th scope="col">{t('question.class')}</th>
                <th scope="col">{t('question.in-folder')}</th>
                <th scope="col">{t('question.photos')}</th>
                {given.map(split => (
                  <th key={split} scope="col">
                    {t(`split.${split}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {question.folders.map((folder, place) => (
                <FolderRow key={folder.name} folder={folder} place={place} given={given} />
              ))}
              {question.withoutClass > 0 && (
                <tr>
                  <td className={classes.quiet}>
                    <IconCircleDashed size={18} stroke={1.5} aria-hidden="true" /> {t('question.no-class')}
                  </td>
                  <td className={classes.quiet}>{t('question.beside', { photos: question.withoutClass })}</td>
                  <td className={classes.strong}>{number(question.withoutClass)}</td>
                  {given.map(split => (
                    <td key={split} className={classes.quiet}>
                      –
                    </td>
                  ))}
                </tr>
              )}
              <tr>
                <td className={classes.strong}>{t('question.all')}</td>
                <td className={classes.quiet}>
                  {t(given.length > 0 ? 'question.split-given' : 'question.split-note')}
                </td>
                <td className={classes.strong}>{number(labels + question.withoutClass)}</td>
                {given.map(split => (
                  <td key={split} className={classes.strong}>
                    {number(question.folders.reduce((sum, folder) => sum + (folder.splits[split] ?? 0), 0))}
                  </td>
                ))}
              </tr>
            </tbody>
          </table>
          {question.skipped > 0 && (
            <p className={classes.skipped}>
              <IconInfoCircle size={16} stroke={1.75} aria-hidden="true" />
              {t('question.skipped', { skipped: question.skipped })}
            </p>
          )}
        </div>
        {isPending && (
          <div className={classes.waiting}>
            <ReadingPhotos />
          </div>
        )}
        <div ref={keepClearOfNotes} className={classes.foot}>
          <span className={classes.gesture}>
            {t('question.gesture', { labels, key: keyCaps('Ctrl+Z', isMac).join('+') })}
          </span>
          <Button
            size="md"
            rightSection={<KeyCap name="O" />}
            loading={isPending && variables === false}
            disabled={isPending}
            onClick={() => mutate(false)}
          >
            {t('question.only-photos')}
          </Button>
          <Button
            size="md"
            variant="filled"
            rightSection={<KeyCap name="Enter" isOnAccent />}
            loading={isPending && variables === true}
            disabled={isPending}
            onClick={() => mutate(true)}
            data-autofocus
          >
            {t('question.use', { folders: count })}
          </Button>
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}

type FolderRowProps = { readonly folder: Folder; readonly place: number; readonly given: readonly Split[] };

function FolderRow({ folder, place, given }: FolderRowProps) {
  const { t, number } = useText();
  const shown = folder.examples.slice(0, 4);
  const rest = folder.photos - shown.length;
  // The look that the class will get: colours and keys are given in this order.
  const look = { name: folder.name, colour: (place % 12) + 1, patterned: place >= 12, key: classKeys[place] ?? null };
  return (
    <tr>
      <td>
        <ClassChip record={look} />
      </td>
      <td>
        <span className={classes.examples}>
          {shown.map(id => (
            <Example key={id} id={id} />
          ))}
          {rest > 0 && <span className={classes.rest}>{t('question.more', { count: rest })}</span>}
        </span>
      </td>
      <td className={classes.strong}>{number(folder.photos)}</td>
      {given.map(split => (
        <td key={split} className={classes.quiet}>
          {folder.splits[split] === undefined ? '–' : number(folder.splits[split])}
        </td>
      ))}
    </tr>
  );
}

function Example({ id }: { readonly id: number }) {
  const { url } = useThumbnail(id, '');
  return url === null ? <span className={classes.example} /> : <img className={classes.example} src={url} alt="" />;
}
