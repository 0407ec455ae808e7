// The import table is the house's plan: planted violations are refused, good imports are kept.
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mayImport, packageOwners, refusal } from '../../../scripts/import-table.ts';

test.each([
  ['engine/ops/add.ts', '../../main/store/index.ts'],
  ['engine/graph.ts', 'node:fs'],
  ['shared/errors.ts', '../engine/graph.ts'],
  ['renderer/features/photos/Grid.tsx', '../label/Canvas.tsx'],
  ['renderer/features/photos/Grid.tsx', '../../../main/core/index.ts'],
  ['renderer/features/photos/Grid.tsx', '../../../engine/boxes.ts'],
  ['renderer/components/Frame.tsx', '../features/photos/index.tsx'],
  ['main/store/open.ts', '../photos/pool.ts'],
  ['main/core/project.ts', '../shells/serve/index.ts'],
  ['main/core/project.ts', '../runtime/onnx.ts'],
  ['main/shells/serve/index.ts', '../desktop/main.ts'],
  ['main/shells/cli/index.ts', '../../store/index.ts'],
  ['main/training/recipe.ts', '../store/index.ts'],
  ['main/photos/scan.ts', 'better-sqlite3'],
  ['main/core/index.ts', 'sharp'],
  ['engine/graph.ts', 'onnxruntime-node'],
  ['renderer/app.tsx', 'electron'],
  ['main/core/index.ts', 'left-pad'],
  ['main/core/index.ts', '../../../scripts/builds.ts'],
])('%s may not import %s', (file, specifier) => {
  expect(refusal(file, specifier)).toEqual(expect.any(String));
});

test.each([
  ['engine/compile/inference.ts', '../ops/conv.ts'],
  ['renderer/features/photos/Grid.tsx', '../../components/KeyCap.tsx'],
  ['renderer/features/photos/Grid.tsx', '../../../shared/contract.ts'],
  ['main/core/project.ts', '../store/index.ts'],
  ['main/workers/engine.ts', '../training/run-job.ts'],
  ['main/store/open.ts', 'better-sqlite3'],
  ['main/store/open.ts', 'node:fs'],
  ['main/shells/serve/index.ts', '../web/http.ts'],
])('%s may import %s', (file, specifier) => {
  expect(refusal(file, specifier)).toBeUndefined();
});

test('every folder of src/ has a row, and every owner is a folder with a row', () => {
  const rows = mayImport.map(([folder]) => folder);
  for (const folder of readdirSync('src')) expect(rows.some(row => row.split('/')[0] === folder)).toBe(true);
  for (const folder of readdirSync('src/main')) expect(rows.some(row => row.startsWith(`main/${folder}`))).toBe(true);
  for (const owner of Object.values(packageOwners).flat()) {
    expect(rows.some(row => owner.startsWith(row.replace('/*', '')) || row.startsWith(owner))).toBe(true);
  }
});
