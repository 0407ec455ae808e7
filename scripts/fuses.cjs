// electron-builder's afterPack: sets every fuse the binary has, and reads them back. CommonJS because electron-builder requires it.
const path = require('node:path');
const { flipFuses, getCurrentFuseWire, FuseState, FuseV1Options, FuseVersion } = require('@electron/fuses');

/** false and true as safety.md section 4 says; a fuse that an older binary does not have yet is left out. */
const wanted = {
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

exports.default = async function setFuses({ appOutDir, packager, electronPlatformName }) {
  const name = electronPlatformName === 'linux' ? packager.executableName : packager.appInfo.productFilename;
  const extension = { darwin: '.app', win32: '.exe', linux: '' }[electronPlatformName];
  const binary = path.join(appOutDir, `${name}${extension}`);
  const before = await getCurrentFuseWire(binary);
  const has = fuse => FuseV1Options[fuse] in before;
  const chosen = Object.entries(wanted).filter(([fuse]) => has(fuse));
  await flipFuses(binary, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: false,
    ...Object.fromEntries(chosen.map(([fuse, on]) => [FuseV1Options[fuse], on])),
  });
  const after = await getCurrentFuseWire(binary);
  for (const [fuse, on] of chosen) {
    const state = after[FuseV1Options[fuse]];
    if (state !== (on ? FuseState.ENABLE : FuseState.DISABLE))
      throw new Error(`The fuse ${fuse} reads back as ${state}`);
    console.log(`fuse ${fuse}: ${on ? 'on' : 'off'}`);
  }
};
