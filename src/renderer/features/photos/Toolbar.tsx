// The bar over the grid: how many photos there are, how they are grouped, sorted and drawn, annotations in and out.
import { ActionIcon, Menu, SegmentedControl, Slider, Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconCheck,
  IconChevronDown,
  IconFileExport,
  IconFileImport,
  IconLayoutDashboard,
  IconLayoutGrid,
  IconTransfer,
} from '@tabler/icons-react';
import { photoGroups, photoSorts } from '../../../shared/records/photo.ts';
import { useText } from '../../api/text.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { openOverlay } from '../../components/frame/overlays.ts';
import type { PhotoListSpec } from '../../components/photo-list.ts';
import { importAnnotations } from '../../components/project/imports.ts';
import type { GridMode } from './grid-layout.ts';
import classes from './Toolbar.module.css';

export const smallestRowPx = 64;
export const largestRowPx = 320;

export type ToolbarProps = {
  readonly count: number | null;
  /** Photos of the project, where the filter leaves some out. */
  readonly total: number | null;
  readonly spec: PhotoListSpec;
  readonly onSort: (sort: PhotoListSpec['sort']) => void;
  readonly onGroup: (group: PhotoListSpec['group']) => void;
  readonly mode: GridMode;
  readonly onMode: (mode: GridMode) => void;
  readonly rowPx: number;
  readonly onRowPx: (rowPx: number) => void;
};

export function Toolbar({ count, total, spec, onSort, onGroup, mode, onMode, rowPx, onRowPx }: ToolbarProps) {
  const { t } = useText();
  return (
    <div className={classes.toolbar}>
      <h1 className={classes.count} aria-live="polite">
        {count !== null &&
          (total !== null && total !== count ? t('photos.count-of', { count, total }) : t('photos.count', { count }))}
      </h1>
      <Choice
        title={t('photos.group')}
        names={photoGroups.map(name => ({ name, text: t(`photos.group.${name}`) }))}
        chosen={spec.group}
        onChoose={onGroup}
      />
      <Choice
        title={t('photos.sort')}
        names={photoSorts.map(name => ({ name, text: t(`photos.sort.${name}`) }))}
        chosen={spec.sort}
        onChoose={onSort}
      />
      <SegmentedControl
        className={classes.modes ?? ''}
        aria-label={t('photos.layout')}
        value={mode}
        onChange={value => onMode(value === 'square' ? 'square' : 'justified')}
        data={[
          { value: 'justified', label: <LayoutIcon Icon={IconLayoutDashboard} name={t('photos.layout.justified')} /> },
          { value: 'square', label: <LayoutIcon Icon={IconLayoutGrid} name={t('photos.layout.square')} /> },
        ]}
      />
      <Slider
        className={classes.size ?? ''}
        size={4}
        thumbSize={14}
        min={smallestRowPx}
        max={largestRowPx}
        step={4}
        label={null}
        value={rowPx}
        onChange={onRowPx}
        thumbLabel={t('photos.size')}
      />
      <Menu position="bottom-end">
        <Tooltip label={t('photos.annotations')}>
          <Menu.Target>
            <ActionIcon aria-label={t('photos.annotations')}>
              <IconTransfer size={16} stroke={1.75} />
            </ActionIcon>
          </Menu.Target>
        </Tooltip>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconFileImport size={16} stroke={1.75} />}
            rightSection={<KeyCap name="Ctrl+I" isJoined />}
            onClick={() => void importAnnotations()}
          >
            {t('command.import')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFileExport size={16} stroke={1.75} />} onClick={() => openOverlay('export')}>
            {t('command.export')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function LayoutIcon({ Icon, name }: { readonly Icon: typeof IconLayoutGrid; readonly name: string }) {
  return (
    <span className={classes.layout} title={name}>
      <Icon size={16} stroke={1.75} aria-hidden="true" />
      <span className="visually-hidden">{name}</span>
    </span>
  );
}

type ChoiceProps<Name extends string> = {
  readonly title: string;
  readonly names: readonly { readonly name: Name; readonly text: string }[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
};

function Choice<Name extends string>({ title, names, chosen, onChoose }: ChoiceProps<Name>) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton className={classes.choice ?? ''}>
          <span className={classes.choiceTitle}>{title}</span>
          <span className={classes.choiceName}>{names.find(({ name }) => name === chosen)?.text}</span>
          <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {names.map(({ name, text }) => (
          <Menu.Item
            key={name}
            onClick={() => onChoose(name)}
            rightSection={name === chosen ? <IconCheck size={14} stroke={1.75} aria-hidden="true" /> : null}
          >
            {text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
