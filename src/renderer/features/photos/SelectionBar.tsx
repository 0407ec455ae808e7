// The bar that floats over the grid while photos are selected: everything on it is one gesture for all of them.
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ClassId } from '../../../shared/records/ids.ts';
import { splits, type Split } from '../../../shared/records/photo.ts';
import { useText } from '../../api/text.tsx';
import { ClassChip } from '../../components/ClassSwatch.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { keepClearOfNotes } from '../../components/notes-floor.ts';
import classes from './SelectionBar.module.css';

/** More classes than this are behind a menu. */
const classesInBar = 4;

export type SelectionBarProps = {
  readonly count: number;
  readonly areExcluded: boolean;
  readonly onClass: (classId: ClassId) => void;
  /** Part of a class becomes a new one. */
  readonly onSplitClass: () => void;
  readonly onNothing: () => void;
  readonly onClear: () => void;
  readonly onSplit: (split: Split) => void;
  readonly onExclude: () => void;
  readonly onClose: () => void;
};

export function SelectionBar(props: SelectionBarProps) {
  const { t } = useText();
  const { list } = useClasses();
  const inMenu = list.slice(classesInBar);
  return (
    <div className={classes.place}>
      <div ref={keepClearOfNotes} className={classes.bar} role="toolbar" aria-label={t('photos.bar')}>
        <span className={classes.count} aria-live="polite">
          {t('photos.selected', { count: props.count })}
        </span>
        <Divider />
        {list.slice(0, classesInBar).map(record => (
          <BarButton key={record.id} onClick={() => props.onClass(record.id)}>
            <span className={classes.class}>
              <ClassChip record={record} />
            </span>
          </BarButton>
        ))}
        {list.length > 0 && (
          <Menu position="top">
            <Menu.Target>
              <Button variant="subtle" rightSection={<IconChevronDown size={14} stroke={1.75} />}>
                {t('photos.bar.classes')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown className={classes.menu ?? ''}>
              {inMenu.map(record => (
                <Menu.Item key={record.id} onClick={() => props.onClass(record.id)}>
                  <ClassChip record={record} />
                </Menu.Item>
              ))}
              {inMenu.length > 0 && <Menu.Divider />}
              <Menu.Item onClick={props.onSplitClass}>{t('class.split')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
        <BarButton onClick={props.onNothing}>
          <KeyCap name="N" />
          {t('state.nothing')}
        </BarButton>
        <Divider />
        <Menu position="top">
          <Menu.Target>
            <Button variant="subtle" rightSection={<IconChevronDown size={14} stroke={1.75} />}>
              {t('photos.bar.split')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {splits.map(split => (
              <Menu.Item key={split} onClick={() => props.onSplit(split)}>
                {t(`split.${split}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <BarButton onClick={props.onExclude}>
          {t(props.areExcluded ? 'photos.bar.include' : 'photos.bar.exclude')}
          <KeyCap name="X" />
        </BarButton>
        <BarButton onClick={props.onClear}>{t('photos.bar.clear')}</BarButton>
        <ActionIcon aria-label={t('photos.bar.close')} onClick={props.onClose}>
          <IconX size={16} stroke={1.75} />
        </ActionIcon>
      </div>
    </div>
  );
}

function BarButton({ onClick, children }: { readonly onClick: () => void; readonly children: ReactNode }) {
  return (
    <Button variant="subtle" className={classes.button ?? ''} onClick={onClick}>
      <span className={classes.inside}>{children}</span>
    </Button>
  );
}

function Divider() {
  return <span className={classes.divider} aria-hidden="true" />;
}
