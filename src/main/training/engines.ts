// Which engines can train on this computer, and where the one that is not part of Fovea lies.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { EngineId } from '../../shared/records/recipe.ts';
import { tfjsPackage } from '../runtime/tfjs-module.ts';

/** Where `npm run engine:tfjs` puts tfjs-node and workers look for it; `FOVEA_TFJS` names another folder. */
export function tfjsFolder(dataFolder: string, environment: NodeJS.ProcessEnv = process.env): string {
  return environment['FOVEA_TFJS'] ?? path.join(dataFolder, 'engines', 'tfjs');
}

/** Looks only whether it lies there; opening it tells whether it runs. */
export function enginesHere(dataFolder: string, environment: NodeJS.ProcessEnv = process.env): readonly EngineId[] {
  return existsSync(path.join(tfjsFolder(dataFolder, environment), tfjsPackage)) ? ['onnx', 'tfjs'] : ['onnx'];
}
