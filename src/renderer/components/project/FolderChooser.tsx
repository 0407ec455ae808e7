// The folder chooser that the page draws where there is no system dialog (a browser): names and counts by opaque ids.
import { Button, CloseButton, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconInfoCircle, IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { call } from '../../api/transport.ts';
import type { MessageKey } from '../../../shared/messages.ts';
import { useFocusBack } from '../focus-back.ts';
import { KeyCap } from '../KeyCap.tsx';
import { keepClearOfNotes } from '../notes-floor.ts';
import { rowsOf, type ChooserFiles, type ChooserRow } from './chooser-rows.ts';
import { ChooserList } from './ChooserList.tsx';
import { ChooserRoots } from './ChooserRoots.tsx';
import classes from './FolderChooser.module.css';
import type { Opening } from './open-project.ts';

type Choosing = Extract<Opening, { state: 'choosing' }>;

/** The first root is the person's own folder: there the chooser starts. */
async function startFolder(): Promise<string | null> {
  const roots = await call('folders:list', { folder: null });
  return roots.entries[0]?.id ?? null;
}

export function FolderChooser({ choosing }: { readonly choosing: Choosing }) {
  const { t } = useText();
  const close = (): void => choosing.answer(null);
  useFocusBack();
  const title = {
    open: t('chooser.title'),
    find: t('chooser.title-find'),
    use: t('chooser.title-use'),
    model: t('chooser.title-models'),
    annotations: t('chooser.title-annotations'),
  }[choosing.purpose];
  return (
    <Modal.Root
      opened
      onClose={close}
      size={944}
      centered
      transitionProps={{ duration: 120 }}
      classNames={{ content: classes.dialog! }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <div className={classes.head}>
          <Modal.Title>{title}</Modal.Title>
          <CloseButton aria-label={t('action.close')} onClick={close} />
        </div>
        {choosing.isDrop && (
          <p className={classes.drop}>
            <IconInfoCircle size={16} stroke={1.75} aria-hidden="true" /> {t('chooser.drop-note')}
          </p>
        )}
        <ChooserBody choosing={choosing} />
      </Modal.Content>
    </Modal.Root>
  );
}

function ChooserBody({ choosing }: { readonly choosing: Choosing }) {
  const { t } = useText();
  const start = useQuery({ queryKey: ['folders:start'], queryFn: startFolder, gcTime: 0 });
  const [visited, setVisited] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ChooserRow | null>(null);
  const [isTypingPath, setTypingPath] = useState(false);
  const folder = visited ?? start.data ?? null;
  const files = filesOf[choosing.purpose];
  const asked = files ? { folder, files } : { folder };
  const listing = useCall('folders:list', asked, { enabled: folder !== null, keepPrevious: true });
  const grant = useAct('folders:grant', { onDone: ({ grant: given }) => choosing.answer(given) });
  const go = (id: string, inside: ChooserRow | null = null): void => {
    setVisited(id);
    setChosen(inside);
  };
  const here = listing.data?.folder ?? null;
  // A model is chosen by name: the folder that is looked at is hardly ever one.
  const target = chosen ?? (files === 'models' ? null : here);
  // Until a folder that was gone to is listed, the one before is still shown, and must not be opened in its place.
  const isLeaving = chosen === null && listing.isPlaceholderData;
  const isUsable = target !== null && chosen?.problem !== 'unreadable' && !isTypingPath && !isLeaving;
  const open = (id: string | undefined): void => {
    if (id !== undefined && isUsable) grant.mutate({ folder: id });
  };
  return (
    <>
      <div className={classes.middle}>
        <div className={classes.side}>
          <ChooserRoots current={listing.data?.parents[0]?.id ?? here?.id ?? null} choosing={choosing} onGo={go} />
          <p className={classes.privacy}>
            <IconLock size={16} stroke={1.75} aria-hidden="true" />
            <span>{t('chooser.privacy')}</span>
          </p>
        </div>
        <ChooserList
          listing={listing.data ?? null}
          entries={listing.data ? rowsOf(listing.data) : []}
          files={files}
          error={listing.error ?? start.error}
          chosen={chosen}
          onChoose={setChosen}
          onGo={go}
          onOpen={entry => open((entry ?? target)?.id)}
          onTypingPath={setTypingPath}
        />
      </div>
      <div ref={keepClearOfNotes} className={classes.foot}>
        <Foot choosing={choosing} target={target} chosen={chosen} />
        <Button size="md" onClick={() => choosing.answer(null)}>
          {t('action.cancel')}
        </Button>
        <Button
          size="md"
          variant="filled"
          rightSection={<KeyCap name="Enter" isOnAccent />}
          disabled={!isUsable}
          loading={grant.isPending}
          onClick={() => open(target?.id)}
        >
          {t(useKeyOf(choosing.purpose, chosen))}
        </Button>
      </div>
    </>
  );
}

const filesOf: Readonly<Record<Choosing['purpose'], ChooserFiles | null>> = {
  open: null,
  find: null,
  use: null,
  model: 'models',
  annotations: 'annotations',
};

function useKeyOf(purpose: Choosing['purpose'], chosen: ChooserRow | null): MessageKey {
  if (purpose === 'open') return 'chooser.open';
  const isFile = chosen === null ? purpose === 'model' : chosen.bytes !== null;
  return isFile ? 'chooser.use-file' : 'chooser.use';
}

type FootProps = {
  readonly choosing: Choosing;
  readonly target: { readonly name: string } | null;
  readonly chosen: ChooserRow | null;
};

/** What will be opened, and where the project goes. */
function Foot({ choosing, target, chosen }: FootProps) {
  const { t, bytes } = useText();
  if (!target) {
    const files = filesOf[choosing.purpose];
    return <div className={classes.words}>{t(files ? `chooser.choose-${files}` : 'chooser.choose-one')}</div>;
  }
  const where = {
    open: chosen?.project ? t('chooser.where-project') : t('chooser.where', { name: target.name }),
    find: t('chooser.where-find'),
    use: '',
    model: '',
    annotations: t('chooser.where-annotations'),
  }[choosing.purpose];
  return (
    <div className={classes.words}>
      <div className="ellipsis tabular">
        <strong>{target.name}</strong>
        {chosen !== null && chosen.bytes !== null && `, ${bytes(chosen.bytes)}`}
        {chosen?.bytes === null &&
          chosen.photos !== null &&
          chosen.folders !== null &&
          t('chooser.chosen-counts', { photos: chosen.photos, folders: chosen.folders })}
      </div>
      <div className="quiet ellipsis" title={where}>
        {where}
      </div>
    </div>
  );
}
