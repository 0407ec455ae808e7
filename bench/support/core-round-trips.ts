// Times calls to a core in this very process, for benchmarks: what they cost with no shell and no page around.
import path from 'node:path';
import { createCore } from '../../src/main/core/index.ts';
import type { ClassRecord } from '../../src/shared/records/class.ts';

const turns = 200;

/** Milliseconds of every round trip by call, on the project in `folder`; `home` gets the core's own files. */
export async function coreRoundTrips(folder: string, home: string): Promise<Readonly<Record<string, number[]>>> {
  const core = await createCore({
    resourcesFolder: path.resolve('resources'),
    dataFolder: path.join(home, 'data'),
    documentsFolder: path.join(home, 'documents'),
    shell: 'serve',
    version: '0.0.0',
    safeMode: false,
    log: line => console.error(line),
  });
  const measured: Record<string, number[]> = {};
  try {
    await core.call('project:open', { grant: core.grants.add(folder) });
    const [{ id: classId }] = (await core.call('classes:list', null)) as [ClassRecord];
    for (let turn = 1; turn <= turns; turn++) {
      const ids = [turn];
      const how = turn % 2 === 0 ? 'replace' : 'toggle';
      for (const [name, argument] of Object.entries({
        'photos:read': { ids },
        'photos:counts': null,
        'labels:set': { ids, classId, how },
      })) {
        const body = JSON.stringify(argument);
        const headers = { 'content-type': 'application/json' };
        const askedMs = performance.now();
        const answer = await core.handle(new Request(`http://core/call/${name}`, { method: 'POST', headers, body }));
        await answer.text();
        if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
        (measured[name] ??= []).push(performance.now() - askedMs);
      }
    }
  } finally {
    await core.close();
  }
  return measured;
}
