// The browser of the end-to-end tests: a Chromium that comes as an npm package, unpacked into the temp folder on first use.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Where Chromium and its libraries are. `FOVEA_CHROMIUM` names another one. */
export async function findChromium(): Promise<{ executablePath: string; env: Record<string, string> }> {
  const own = process.env.FOVEA_CHROMIUM;
  if (own !== undefined && existsSync(own)) return { executablePath: own, env: {} };
  // The package unpacks its own system libraries only where it believes to run on AWS Lambda; it reads the variable on import.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs24.x';
  const librariesBefore = process.env.LD_LIBRARY_PATH ?? '';
  const { default: packed } = await import('@sparticuz/chromium');
  const executablePath = await packed.executablePath();
  const env = { LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH ?? '' };
  process.env.LD_LIBRARY_PATH = librariesBefore;
  return { executablePath, env };
}

/** Flags for a sandboxed machine without a GPU; `--no-sandbox` only as root, where Chromium refuses to start otherwise. */
export const chromiumArgs = [
  '--disable-gpu',
  '--force-color-profile=srgb',
  // Hinting without sub-pixel positions squeezes the spaces between words.
  '--font-render-hinting=none',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** That Chromium, started. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  return chromium.launch({
    executablePath,
    args: chromiumArgs,
    env: { ...process.env, ...env } as Record<string, string>,
  });
}
