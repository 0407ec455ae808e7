// Builds the page of src/renderer into dist/page. The same files are served by the desktop shell and by the serve shell.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src/renderer',
  base: '/',
  plugins: [react()],
  // The shell puts a fresh nonce in the place of this word at every load (CSP without unsafe-inline).
  html: { cspNonce: 'FOVEA_NONCE' },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  build: {
    outDir: '../../dist/page',
    emptyOutDir: true,
    // The real Electron that tests can have is 22, which is Chrome 108.
    target: 'chrome108',
    cssTarget: 'chrome108',
    // The CSP knows no data: addresses.
    assetsInlineLimit: 0,
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
});
