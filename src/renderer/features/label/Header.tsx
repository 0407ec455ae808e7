// The bar over the photo: mode, name, size and split, zoom, and the way to the next photo.
import { ActionIcon, Menu, SegmentedControl, Tooltip, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronLeft, IconChevronRight, IconLock, IconLockOpen } from '@tabler/icons-react';
import type { PhotoDetail } from '../../../shared/records/photo.ts';
import { useText } from '../../api/text.tsx';
import classes from './Header.module.css';

export const modes = ['photo', 'draw'] as const;
export type Mode = (typeof modes)[number];
const zooms = [0.5, 1, 2, 4];

export type HeaderProps = {
  readonly mode: Mode;
  readonly onMode: (mode: Mode) => void;
  readonly photo: PhotoDetail | null;
  readonly isLocked: boolean;
  readonly onLock: (isLocked: boolean) => void;
  /** Screen pixels per photo pixel; null while no photo is shown. */
  readonly scale: number | null;
  readonly onZoom: (scale: number | 'fit') => void;
  /** From 1; 0 where the photo is not in the list. */
  readonly place: number;
  readonly total: number;
  readonly left: number;
  readonly onStep: (by: 1 | -1) => void;
};

export function Header(props: HeaderProps) {
  const { t, percent } = useText();
  const { mode, photo, isLocked, place, total, scale } = props;
  return (
    <div className={classes.header} role="group" aria-label={t('label.header')}>
      <SegmentedControl
        aria-label={t('label.mode')}
        value={mode}
        onChange={value => props.onMode(value === 'draw' ? 'draw' : 'photo')}
        data={modes.map(name => ({ value: name, label: t(`label.mode.${name}`) }))}
      />
      {photo && (
        <>
          <h1 className={`${classes.name} mono ellipsis`} title={photo.path}>
            {photo.name}
          </h1>
          {photo.widthPx > 0 && (
            <span className={classes.quiet}>
              {photo.widthPx} × {photo.heightPx}
            </span>
          )}
          {photo.split && <span className={classes.chip}>{t(`split.${photo.split}`)}</span>}
          {photo.excluded && <span className={classes.chip}>{t('photos.excluded')}</span>}
        </>
      )}
      <span className={classes.room} />
      <Tooltip label={t('label.lock.help')}>
        <UnstyledButton
          className={classes.lock ?? ''}
          aria-pressed={isLocked}
          aria-label={t('label.lock')}
          onClick={() => props.onLock(!isLocked)}
        >
          {isLocked ? <IconLock size={16} stroke={1.75} /> : <IconLockOpen size={16} stroke={1.75} />}
          <span className={classes.lockName}>{t('label.lock')}</span>
        </UnstyledButton>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <UnstyledButton
            className={classes.zoom ?? ''}
            disabled={scale === null}
            aria-label={`${t('label.zoom')} ${scale === null ? '' : percent(scale, 0)}`}
          >
            {scale === null ? '' : percent(scale, 0)}
            <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => props.onZoom('fit')}>{t('label.zoom.fit')}</Menu.Item>
          {zooms.map(zoom => (
            <Menu.Item key={zoom} onClick={() => props.onZoom(zoom)}>
              {percent(zoom, 0)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <span className={classes.steps}>
        <ActionIcon aria-label={t('label.previous')} disabled={place <= 1} onClick={() => props.onStep(-1)}>
          <IconChevronLeft size={16} stroke={1.75} />
        </ActionIcon>
        <span className={classes.place}>
          {place > 0 ? t('label.place', { place, total }) : ''}
          <span className={classes.left}> · {t('label.place.left', { left: props.left })}</span>
        </span>
        <ActionIcon aria-label={t('label.next')} disabled={place >= total} onClick={() => props.onStep(1)}>
          <IconChevronRight size={16} stroke={1.75} />
        </ActionIcon>
      </span>
    </div>
  );
}
