// What the desktop shell's preload gives the page beyond requests. In a browser there is none of it.
import type { GrantId } from '../../shared/records/ids.ts';

export type Desktop = {
  /** The system's folder dialog; the answer is a grant, never a path. */
  chooseFolder(): Promise<string | null>;
  /** The system's file dialog for model files; the answer is a grant too. */
  chooseModelFile(): Promise<string | null>;
  /** The system's file dialog for files that hold annotations; several may be chosen. Empty where the person cancelled. */
  chooseAnnotationFiles(): Promise<string[]>;
  /** Grants for dropped files and folders, in their order. */
  grantDropped(files: File[]): Promise<string[]>;
  /** Whether something is not saved now: the window asks before it closes then. */
  tellUnsaved(isUnsaved: boolean): void;
  /** Commands of the application menu, by their id in the command list. */
  onMenu(listener: (command: string) => void): void;
};

declare global {
  interface Window {
    fovea?: Desktop;
  }
}

export const desktop: Desktop | undefined = window.fovea;

/** A grant of the shell, in the contract's type. */
export function asGrant(grant: string): GrantId {
  return grant as GrantId;
}
