// The button that lets a person choose what to import: the chooser of the page takes files and folders, the system's dialogs take one kind each.
import { Button, Menu, type ButtonProps } from '@mantine/core';
import { desktop } from '../../api/desktop.ts';
import { useText } from '../../api/text.tsx';
import type { AnnotationChoice } from '../../components/project/open-project.ts';

export type ChooseSourcesProps = Pick<
  ButtonProps,
  'variant' | 'size' | 'leftSection' | 'disabled' | 'justify' | 'fullWidth'
> & {
  readonly label: string;
  readonly onChoose: (choice: AnnotationChoice) => void;
};

export function ChooseSources({ label, onChoose, ...look }: ChooseSourcesProps) {
  const { t } = useText();
  if (!desktop) {
    return (
      <Button {...look} onClick={() => onChoose({})}>
        {label}
      </Button>
    );
  }
  return (
    <Menu>
      <Menu.Target>
        <Button {...look}>{label}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChoose({ from: 'files' })}>{t('import.choose-file')}</Menu.Item>
        <Menu.Item onClick={() => onChoose({ from: 'folder' })}>{t('import.choose-folder')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
