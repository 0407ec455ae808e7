// The inside of a note that says what was done and takes it back on a click.
import { Button } from '@mantine/core';

export type UndoNoteProps = { readonly message: string; readonly action: string; readonly onUndo: () => void };

export function UndoNote({ message, action, onUndo }: UndoNoteProps) {
  return (
    <>
      {message}
      <Button size="xs" ml={12} onClick={onUndo}>
        {action}
      </Button>
    </>
  );
}
