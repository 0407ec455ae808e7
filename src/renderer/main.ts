// The page's entry: what must be in place before any other module of the page runs. Everything else is loaded after it.
import { setNonce } from 'get-nonce';
import { readRemembered } from './api/remembered.ts';

declare global {
  var __zod_globalConfig: { jitless?: boolean } | undefined;
  interface Window {
    trustedTypes?: { createPolicy(name: string, rules: { createHTML(html: string): string }): unknown };
  }
}

// zod would probe for `eval` when the contract's schemas are made, and the CSP would report it.
globalThis.__zod_globalConfig = { jitless: true };

// Started in the POSIX locale a browser may say "en-US@posix", which Intl refuses; the chart library asks Intl for it as it loads.
const [language = 'en-US', posix] = navigator.language.split('@');
if (posix !== undefined) Object.defineProperty(navigator, 'language', { value: language });

// Mantine writes its <style> with innerHTML. Style text has no "<"; markup has, and is refused.
window.trustedTypes?.createPolicy('default', {
  createHTML(html) {
    if (html.includes('<')) throw new TypeError('Fovea writes no markup as text');
    return html;
  },
});

/** The nonce of this load, for the styles that Mantine and the overlays add. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce);

// The last theme, so that a dark room is not lit up while the settings are asked for.
const scheme = readRemembered('scheme', 'light');
document.documentElement.setAttribute('data-mantine-color-scheme', scheme === 'dark' ? 'dark' : 'light');

const { mount } = await import('./app.tsx');
mount(document.getElementById('page')!, nonce);
