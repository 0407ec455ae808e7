// electron-builder's afterPack: sets every fuse the packaged binary has, and reads them back.
import { flipFuses, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';
import path from 'node:path';

/** As safety.md section 4 says; a fuse that an older binary does not have is left out. */
const wanted: Readonly<Record<string, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
};
const place = (fuse: string): number => (FuseV1Options as unknown as Record<string, number>)[fuse] ?? -1;

export async function setFuses({ appOutDir, packager, electronPlatformName }: AfterPackContext): Promise<void> {
  const product = packager.appInfo.productFilename;
  const binary = path.join(
    appOutDir,
    { darwin: `${product}.app`, win32: `${product}.exe` }[electronPlatformName] ?? 'fovea',
  );
  const wire = async (): Promise<Record<string, FuseState>> =>
    (await getCurrentFuseWire(binary)) as unknown as Record<string, FuseState>;
  const before = await wire();
  const chosen = Object.entries(wanted).filter(([fuse]) => place(fuse) in before);
  await flipFuses(binary, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: false,
    ...Object.fromEntries(chosen.map(([fuse, on]) => [place(fuse), on])),
  });
  const after = await wire();
  for (const [fuse, on] of chosen) {
    if (after[place(fuse)] !== (on ? FuseState.ENABLE : FuseState.DISABLE))
      throw new Error(`The fuse ${fuse} was not set`);
    console.log(`fuse ${fuse}: ${on ? 'on' : 'off'}, read back`);
  }
}
