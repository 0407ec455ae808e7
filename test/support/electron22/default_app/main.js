// Stand-in for Electron's own default_app: `electron [-r module]... [--flags] <app> [args]`
const { app } = require('electron');
const Module = require('module');
const fs = require('fs'),
  path = require('path');
const argv = process.argv.slice(1),
  pre = [];
let appPath = null;
for (let i = 0; i < argv.length; i++) {
  const a = argv[i];
  if (a === '-v' || a === '--version') {
    console.log('v' + process.versions.electron);
    process.exit(0);
  } else if (a === '-r' || a === '--require') pre.push(argv[++i]);
  else if (a === '-i' || a === '--interactive' || a.startsWith('-')) continue;
  else {
    appPath = path.resolve(a);
    break;
  }
}
if (!appPath) {
  console.error('usage: electron [-r module] <app>');
  process.exit(2);
}
const preload = pre.concat((process.env.ELECTRON_SHIMS || '').split(path.delimiter).filter(Boolean));
if (preload.length) Module._preloadModules(preload.map(p => (p.startsWith('.') ? path.resolve(p) : p)));
let entry = appPath;
if (fs.statSync(appPath).isDirectory()) {
  const pj = JSON.parse(fs.readFileSync(path.join(appPath, 'package.json'), 'utf8'));
  if (pj.version) app.setVersion(pj.version);
  app.setName(pj.productName || pj.name || 'Electron');
  app.setAppPath(appPath);
  entry = path.join(appPath, pj.main || 'index.js');
  app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
}
Module._load(entry, Module, true);
