// The Photos screen: filters, grid, inspector, and the keys that act on the selection.
import { Button } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { PhotoId } from '../../../shared/records/ids.ts';
import { placesById } from '../../../shared/places-by-id.ts';
import type { Column, PhotoPage } from '../../../shared/records/photo-page.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useRemembered } from '../../api/remembered.ts';
import { useText } from '../../api/text.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { SplitClass } from '../../components/classes/SplitClass.tsx';
import { SidePanel } from '../../components/SidePanel.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { useHistoryOpen, useHistoryPhoto } from '../../components/history-view.ts';
import { isMac } from '../../components/keys.ts';
import { importAnnotations } from '../../components/project/imports.ts';
import { everyPhoto, isFiltering, setPhotoFilter, usePhotoListSpec } from '../../components/photo-list.ts';
import { navigate } from '../../components/places.ts';
import { Filters } from './Filters.tsx';
import { usePhotoGestures } from './gestures.ts';
import { Grid } from './Grid.tsx';
import { GridSkeleton } from './GridSkeleton.tsx';
import type { GridMode } from './grid-layout.ts';
import { Inspector } from './Inspector.tsx';
import { choose, chooseNone, keepListed, nothingSelected } from './selection.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { StableLayout } from './stable-layout.ts';
import { Toolbar } from './Toolbar.tsx';
import { useGridCommands } from './grid-commands.ts';
import { useFilterFromAddress } from './filter-address.ts';
import classes from './page.module.css';

const headerHeightPx = 36;
const noPhotos: Column<PhotoId> = [];

export default function PhotosPage() {
  const { t } = useText();
  const { spec, setSort, setGroup } = usePhotoListSpec();
  useFilterFromAddress();
  const query = useCall('photos:query', spec, { keepPrevious: true });
  const project = useCall('project:read', null);
  const [splitting, setSplitting] = useState<readonly PhotoId[] | null>(null);
  const [mode, setMode] = useRemembered('photos.mode', 'justified');
  const [rowPx, setRowPx] = useRemembered('photos.row', 120);
  const [widthPx, setWidthPx] = useState(0);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState(nothingSelected);
  const searchField = useRef<HTMLInputElement>(null);
  const gestures = usePhotoGestures();
  const rescan = useAct('project:rescan');
  const page = query.data;

  const ids = page?.columns.id ?? noPhotos;
  const placeOf = placesById(ids);
  const selection = useMemo(() => keepListed(chosen, placeOf), [chosen, placeOf]);
  const groups = useMemo(() => groupsOf(page, spec.group), [page, spec.group]);
  const headerPx = spec.group === 'none' ? 0 : headerHeightPx;
  const shownRowPx = useDeferredValue(rowPx);
  const { widthPx: widths, heightPx: heights } = page?.columns ?? { widthPx: noSizes, heightPx: noSizes };
  // The list that is shown: while another one is on its way that is still the old one.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const listKey = useMemo(() => JSON.stringify(spec), [page]);
  const [stable] = useState(() => new StableLayout());
  // Not of `page`: a gesture changes labels, not where photos stand.
  const { layout, shiftPx } = useMemo(
    () =>
      stable.next(
        { id: ids, widthPx: widths, heightPx: heights },
        // Before the room is measured there is nowhere to stand.
        widthPx === 0 ? [] : groups,
        {
          mode: mode === 'square' ? 'square' : 'justified',
          availablePx: widthPx,
          rowPx: shownRowPx,
          gapPx: 6,
          headerPx,
          groupGapPx: headerPx > 0 ? 6 : 0,
          collapsed,
        },
        listKey,
      ),
    [stable, ids, widths, heights, groups, mode, widthPx, shownRowPx, headerPx, collapsed, listKey],
  );
  const see = useCallback((topPx: number, bottomPx: number) => stable.see(topPx, bottomPx), [stable]);

  const open = useCallback((id: PhotoId) => navigate('label', { photo: id }), []);
  const areExcluded =
    selection.ids.size > 0 && [...selection.ids].every(id => page?.columns.excluded[placeOf(id)] === 1);
  const { onKey } = useGridCommands({
    ids,
    placeOf,
    layout,
    selection,
    setSelection: setChosen,
    areExcluded,
    gestures,
    open,
    searchField,
  });
  const selected = useMemo(() => [...selection.ids], [selection.ids]);
  // The history takes the inspector's place and shows the past of the one photo that is selected.
  const isHistoryOpen = useHistoryOpen();
  useHistoryPhoto(selected.length === 1 ? selected[0]! : null);

  const fold = useCallback(
    (key: string) =>
      setCollapsed(old => {
        const next = new Set(old);
        if (!next.delete(key)) next.add(key);
        return next;
      }),
    [],
  );

  let body = <GridSkeletonAfterAWhile />;
  if (query.error && !page) body = <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  else if (page && ids.length === 0 && isFiltering(spec.filter)) {
    body = (
      <EmptyState icon={<IconPhoto size={40} stroke={1.25} />} title={t('photos.none-found')}>
        <Button onClick={() => setPhotoFilter(everyPhoto)}>{t('photos.filters.clear')}</Button>
      </EmptyState>
    );
  } else if (page && ids.length === 0) {
    body = (
      <EmptyState icon={<IconPhoto size={40} stroke={1.25} />} title={t('photos.empty')} body={t('photos.empty.body')}>
        <Button variant="filled" onClick={() => rescan.mutate(null)} loading={rescan.isPending}>
          {t('photos.rescan')}
        </Button>
        <Button onClick={() => void importAnnotations()}>{t('start.import')}</Button>
      </EmptyState>
    );
  } else if (page) {
    body = (
      <Grid
        page={page}
        layout={layout}
        shiftPx={shiftPx}
        onView={see}
        headerPx={headerPx}
        selection={selection}
        onSelection={setChosen}
        onClickPhoto={(index, event) =>
          setChosen(
            choose(selection, ids, index, { shift: event.shiftKey, toggle: isMac ? event.metaKey : event.ctrlKey }),
          )
        }
        onKey={onKey}
        onOpen={open}
        onFold={fold}
        onWidth={setWidthPx}
      />
    );
  }

  return (
    <div className={classes.page}>
      <SidePanel side="left" place="photos" label={t('photos.filters')} widthPx={window.innerWidth < 1200 ? 216 : 248}>
        <Filters filter={spec.filter} onFilter={setPhotoFilter} searchField={searchField} />
      </SidePanel>
      <div className={classes.work}>
        <Toolbar
          count={page ? ids.length : null}
          total={isFiltering(spec.filter) ? (project.data?.photos ?? null) : null}
          spec={spec}
          onSort={setSort}
          onGroup={setGroup}
          mode={mode === 'square' ? 'square' : 'justified'}
          onMode={(next: GridMode) => setMode(next)}
          rowPx={rowPx}
          onRowPx={setRowPx}
        />
        <div className={classes.grid}>
          {body}
          {selection.ids.size > 0 && (
            <SelectionBar
              count={selection.ids.size}
              areExcluded={areExcluded}
              onClass={classId => gestures.setClass(selected, classId)}
              onSplitClass={() => setSplitting(selected)}
              onNothing={() => gestures.setNothing(selected)}
              onClear={() => gestures.clear(selected)}
              onSplit={split => gestures.setSplit(selected, split)}
              onExclude={() => gestures.setExcluded(selected, !areExcluded)}
              onClose={() => setChosen(chooseNone(selection))}
            />
          )}
          <SplitClass photos={splitting} onClose={() => setSplitting(null)} />
        </div>
      </div>
      {!isHistoryOpen && (
        <SidePanel
          side="right"
          place="photos"
          label={t('photos.inspector')}
          isCollapsedAtFirst={window.innerWidth < 1200}
        >
          {page && <Inspector page={page} selected={selection.ids} />}
        </SidePanel>
      )}
    </div>
  );
}

const noSizes: Column = [];

/** Without grouping the whole list is one group. */
function groupsOf(page: PhotoPage | undefined, group: string): PhotoPage['groups'] {
  if (!page) return [];
  const count = page.columns.id.length;
  return group === 'none' || page.groups.length === 0 ? [{ key: 'all', count }] : page.groups;
}

function GridSkeletonAfterAWhile() {
  return (
    <Waiting>
      <GridSkeleton />
    </Waiting>
  );
}
