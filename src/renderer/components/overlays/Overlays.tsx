// Everything that may open over any screen, mounted once by the frame.
import { ConfirmHost } from '../Confirm.tsx';
import { useOverlay } from '../frame/overlays.ts';
import { ClassFolders } from '../project/ClassFolders.tsx';
import { FolderChooser } from '../project/FolderChooser.tsx';
import { useOpening } from '../project/open-project.ts';
import { KeySheet } from './KeySheet.tsx';
import { Palette } from './Palette.tsx';
import { RenameProject } from './RenameProject.tsx';

export function Overlays() {
  const overlay = useOverlay();
  const opening = useOpening();
  return (
    <>
      <Palette isOpen={overlay === 'palette'} />
      <KeySheet isOpen={overlay === 'keys'} />
      <RenameProject isOpen={overlay === 'rename'} />
      {opening.state === 'choosing' && <FolderChooser choosing={opening} />}
      {opening.state === 'question' && <ClassFolders asked={opening} />}
      <ConfirmHost />
    </>
  );
}
