// The only bridge between the window's page and Electron: choosing a folder, a model's file or files of annotations, and turning dropped files into grants.
// Paths stay here and in main; the page gets opaque grant ids.
import { contextBridge, ipcRenderer, webUtils } from 'electron/renderer';

contextBridge.exposeInMainWorld('fovea', {
  /** Opens the system's folder dialog. A grant id, or null where the person cancelled. */
  chooseFolder: (): Promise<string | null> => ipcRenderer.invoke('folder:choose') as Promise<string | null>,

  /** Opens the system's file dialog for model files. A grant id, or null where the person cancelled. */
  chooseModelFile: (): Promise<string | null> => ipcRenderer.invoke('model-file:choose') as Promise<string | null>,

  /** Opens the system's file dialog for files that hold annotations; several may be chosen. Grant ids, none where the person cancelled. */
  chooseAnnotationFiles: (): Promise<string[]> => ipcRenderer.invoke('annotation-files:choose') as Promise<string[]>,

  /** Grants for files and folders dropped on the window, in their order. */
  grantDropped: (files: readonly File[]): Promise<string[]> =>
    ipcRenderer.invoke('paths:grant', files.map(pathOf)) as Promise<string[]>,

  /** Whether something is not saved now: main asks before the window closes then. */
  tellUnsaved: (isUnsaved: boolean): void => ipcRenderer.send('saving:unsaved', isUnsaved),

  /** A command chosen in the application menu, by its name in the page's command list. */
  onMenu: (listener: (command: string) => void): void => {
    ipcRenderer.on('menu:command', (_event, command: string) => listener(command));
  },
});

/** Electron before 32 put the path on the file itself. */
function pathOf(file: File): string {
  return (webUtils as typeof webUtils | undefined)?.getPathForFile(file) ?? (file as File & { path: string }).path;
}
