// One photo with everything around it. Photos change under it; mode, tool, lock and the active class stay.
import { Button } from '@mantine/core';
import { IconPhotoOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { AnnotationId, ClassId, PhotoId } from '../../../shared/records/ids.ts';
import type { PhotoDetail } from '../../../shared/records/photo.ts';
import { hashAt, type PhotoColumns } from '../../../shared/records/photo-page.ts';
import { useCall } from '../../api/query.ts';
import { useRemembered } from '../../api/remembered.ts';
import { useText } from '../../api/text.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { SidePanel } from '../../components/SidePanel.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { navigate } from '../../components/places.ts';
import { DrawCanvas } from './DrawCanvas.tsx';
import { edits, useEdits } from './edit-store.ts';
import { withEdits } from './edits.ts';
import { FilmStrip } from './FilmStrip.tsx';
import { Header } from './Header.tsx';
import { KeyButtons } from './KeyButtons.tsx';
import { useLabelCommands } from './label-commands.ts';
import { Panel } from './Panel.tsx';
import { PanSurface } from './PanSurface.tsx';
import { PhotoPixels } from './PhotoPixels.tsx';
import { usePicture } from './pictures.ts';
import type { Tool } from './pointer.ts';
import { SaveProblem } from './SaveProblem.tsx';
import { useStage, type StagePhoto } from './stage.ts';
import { countLeft, placeAfterGesture } from './steps.ts';
import { thingOf } from './things.ts';
import { ToolBar } from './ToolBar.tsx';
import classes from './Workspace.module.css';
import stageClasses from './Stage.module.css';

export type WorkspaceProps = {
  readonly id: PhotoId;
  readonly columns: PhotoColumns;
  /** Place of the photo in the list; -1 where the filter leaves it out. */
  readonly place: number;
  readonly labelMode: 'one' | 'several';
};

export function Workspace({ id, columns, place, labelMode }: WorkspaceProps) {
  const { t } = useText();
  const { list } = useClasses();
  const [modeText, setMode] = useRemembered('label.mode', 'photo');
  const mode = modeText === 'draw' ? 'draw' : 'photo';
  const kind = mode === 'draw' ? 'things' : 'photo';
  const [isLocked, setLocked] = useRemembered('label.lock', false);
  const [tool, setTool] = useState<Tool>('box');
  const [chosenClass, setChosenClass] = useState<ClassId | null>(null);
  const [selection, setSelection] = useState<{ photo: PhotoId; id: AnnotationId } | null>(null);
  const [isAdding, setAdding] = useState(false);
  const read = useCall('photos:read', { ids: [id] });
  const { edits: unsaved } = useEdits();
  const detail: PhotoDetail | null = read.data?.[0] ?? null;

  const annotations = useMemo(
    () => (detail ? withEdits(detail.annotations, unsaved, detail.id) : []),
    [detail, unsaved],
  );
  const things = useMemo(() => annotations.flatMap(other => thingOf(other) ?? []), [annotations]);
  const selectedId = selection?.photo === id ? edits.knownId(selection.id) : null;
  const selected = things.find(thing => thing.id === selectedId) ?? null;
  const activeClass = list.some(record => record.id === chosenClass) ? chosenClass : (list[0]?.id ?? null);

  // The photo's own numbers while they are read, so that the picture stands at once.
  const { widthPx, heightPx, hash, name } = shownPhoto(detail, columns, place);
  const photo: StagePhoto = useMemo(() => ({ id, hash, name, widthPx, heightPx }), [id, hash, name, widthPx, heightPx]);
  const stage = useStage(photo, isLocked);
  const picture = usePicture(columns, kind, place, photo, stage);
  const isUnreadable = (detail?.problem ?? null) !== null || picture.state.kind === 'failed';

  const go = (next: number): void => {
    const to = columns.id[next];
    if (to !== undefined) navigate('label', { photo: to }, { replace: true });
  };
  const select = (next: AnnotationId | null): void => setSelection(next === null ? null : { photo: id, id: next });
  const afterGesture = (): void => {
    if (place >= 0) go(placeAfterGesture(columns, kind, place));
  };
  // A label needs nothing of the photo but that it is there: keys that are pressed while it is read count.
  const canLabel = detail !== null || (read.isPending && place >= 0);
  const setClass = (classId: ClassId): void => {
    if (mode === 'draw') {
      setChosenClass(classId);
      if (selected && selected.classId !== classId)
        edits.add({ kind: 'change-thing', photoId: id, id: selected.id, classId });
      return;
    }
    if (!canLabel) return;
    trail.note(id);
    edits.add({ kind: 'set-label', photoId: id, classId, how: labelMode === 'several' ? 'toggle' : 'replace' });
    if (labelMode === 'one') afterGesture();
  };
  /** A new class is for what was selected when its name was entered, never for what was chosen since. */
  const takeMade = (classId: ClassId, selectedThen: AnnotationId | null): void => {
    if (mode !== 'draw') return;
    const isStillSelected = selectedId === (selectedThen === null ? null : edits.knownId(selectedThen));
    if (isStillSelected) setClass(classId);
    else setChosenClass(classId);
  };
  const setNothing = (): void => {
    if (mode === 'draw' ? !detail : !canLabel) return;
    if (mode === 'photo') trail.note(id);
    edits.add({ kind: 'nothing', photoId: id, of: kind });
    if (mode === 'photo') afterGesture();
  };
  const remove = (thing: AnnotationId): void => {
    edits.add({ kind: 'delete-thing', photoId: id, id: thing });
    if (thing === selectedId) setSelection(null);
  };
  const trail = useLabelCommands({
    columns,
    kind,
    place,
    mode,
    onMode: setMode,
    tool,
    onTool: setTool,
    stage,
    isLocked,
    onLock: setLocked,
    onGo: go,
    onClass: setClass,
    onNothing: setNothing,
    hasSelectedThing: selected !== null,
  });

  let work = <Waiting />;
  if (read.error && !detail) {
    work = <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  } else if (read.data && !detail) {
    work = (
      <EmptyState icon={<IconPhotoOff size={40} stroke={1.25} />} title={t('label.gone')} body={t('label.gone.body')}>
        <Button onClick={() => go(0)}>{t('label.gone.first')}</Button>
      </EmptyState>
    );
  } else if (isUnreadable) {
    const key = detail?.problem === 'missing' ? 'label.missing.body' : 'label.damaged.body';
    work = (
      <EmptyState icon={<IconPhotoOff size={40} stroke={1.25} />} title={t('label.damaged')} body={t(key, { name })} />
    );
  } else if (widthPx > 0) {
    work = (
      <div
        ref={stage.setElement}
        className={stageClasses.stage}
        data-stage
        tabIndex={0}
        role="group"
        aria-label={t('label.header')}
      >
        {stage.canvas.widthPx > 0 && (
          <PhotoPixels
            photo={photo}
            picture={picture}
            view={stage.view}
            canvas={stage.canvas}
            pixelRatio={stage.pixelRatio}
          />
        )}
        {mode === 'photo' || !detail ? (
          <PanSurface photo={photo} stage={stage} />
        ) : (
          <DrawCanvas
            key={id}
            photo={photo}
            stage={stage}
            tool={tool}
            things={things}
            selectedId={selectedId}
            onSelect={select}
            activeClass={activeClass}
            onDraw={box => {
              if (activeClass === null) return;
              const newId = edits.newId();
              edits.add({
                kind: 'add-thing',
                photoId: id,
                id: newId,
                classId: activeClass,
                shape: { kind: 'box', box },
              });
              select(newId);
            }}
            onChange={(thing, box) =>
              edits.add({ kind: 'change-thing', photoId: id, id: thing, shape: { kind: 'box', box } })
            }
            onDelete={remove}
            onClassMissing={() => setAdding(true)}
          />
        )}
      </div>
    );
  }

  return (
    <div className={classes.page}>
      {mode === 'draw' && <ToolBar tool={tool} onTool={setTool} onFit={stage.fit} />}
      <div className={classes.work}>
        <Header
          mode={mode}
          onMode={setMode}
          photo={detail}
          isLocked={isLocked}
          onLock={setLocked}
          scale={widthPx > 0 && !isUnreadable && stage.canvas.widthPx > 0 ? stage.view.scale : null}
          onZoom={zoom => (zoom === 'fit' ? stage.fit() : stage.zoomTo(zoom))}
          place={place + 1}
          total={columns.id.length}
          left={countLeft(columns, kind)}
          onStep={by => go(place + by)}
        />
        <SaveProblem />
        <div className={classes.stage}>{work}</div>
        {mode === 'photo' && (
          <KeyButtons
            annotations={annotations}
            prediction={detail?.prediction ?? null}
            isDisabled={!canLabel}
            onClass={setClass}
            onNothing={setNothing}
          />
        )}
        <FilmStrip
          columns={columns}
          kind={kind}
          place={place}
          onGo={next => navigate('label', { photo: next }, { replace: true })}
        />
      </div>
      <SidePanel side="right" place="label" label={t('label.panel')} widthPx={window.innerWidth < 1200 ? 232 : 280}>
        <Panel
          mode={mode}
          photo={detail}
          annotations={annotations}
          things={things}
          activeClass={activeClass}
          onClass={setClass}
          onMade={takeMade}
          onNothing={setNothing}
          selectedId={selectedId}
          onSelect={select}
          onDelete={remove}
          isAdding={isAdding}
          onAdding={setAdding}
        />
      </SidePanel>
    </div>
  );
}

/** What is known of the photo's picture: from itself, or from the list until it is read. */
function shownPhoto(detail: PhotoDetail | null, columns: PhotoColumns, place: number) {
  if (detail) return detail;
  return {
    widthPx: columns.widthPx[place] ?? 0,
    heightPx: columns.heightPx[place] ?? 0,
    hash: hashAt(columns, place),
    name: '',
  };
}
