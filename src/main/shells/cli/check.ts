// `fovea check <project>`: whether a project is whole, and whether its photos are fit to be trained and judged on.
import path from 'node:path';
import { isProjectFolder } from '../../core/project-place.ts';
import { AppError } from '../../../shared/errors.ts';
import { errorText, text } from '../../../shared/messages.ts';
import { formatPercent } from '../../../shared/messages/message.ts';
import type { AlikeGroup, HealthReport } from '../../../shared/records/health.ts';
import type { Finding } from '../../../shared/records/restore.ts';
import type { SyncNotice } from '../../../shared/records/sync.ts';
import { syncText } from '../../../shared/sync-text.ts';
import type { Command } from './command.ts';
import { openCore } from './open-core.ts';
import { showProgress, type Terminal } from './terminal.ts';

export const check: Command = {
  options: { options: [], names: ['project'] },
  async run(given, terminal, places) {
    const folder = path.resolve(given.positionals[0]!);
    // Opening any other folder would make a project of it.
    const isProject = (await isProjectFolder(folder)) || path.basename(folder) === 'project.fovea';
    if (!isProject) throw new AppError('not-a-project', { file: folder, reason: 'there is no project.fovea in it' });
    const core = await openCore(places);
    const unlisten = core.listen(showProgress(terminal));
    try {
      await core.call('project:open', { grant: core.grants.add(folder) });
      // Photos are told from missing ones, and their content is read, by the scan that opening starts.
      for (const { id, kind } of await core.call('work:list', null)) if (kind === 'scan') await core.workEnded(id);
      const findings = await core.call('health:integrity', null);
      const report = await core.call('health:read', null);
      const project = (await core.call('project:read', null)).folder;
      const notices = await core.call('sync:notices', null);
      return tell(terminal, { project, findings, report, notices }) ? undefined : 1;
    } finally {
      unlisten();
      await core.close();
    }
  },
};

type Checked = {
  readonly project: string;
  readonly findings: readonly Finding[];
  readonly report: HealthReport;
  readonly notices: readonly SyncNotice[];
};

/** Says what was found; false where something must be put right. */
function tell(terminal: Terminal, { project, findings, report, notices }: Checked): boolean {
  const { language } = terminal;
  const damage = findings.filter(({ state }) => state === 'damaged' || state === 'missing');
  const { photos, read, missing, damaged, across, inOneSplit, bursts, leftOut, seconds } = report;
  const isGood = damage.length + missing.length + damaged.length + across.length === 0;
  const skipped = leftOut.map(({ path: photo, code, details }) => ({
    photo,
    reason: errorText(terminal.isJson ? 'en' : language, { code, details: { file: photo, ...details } }),
  }));
  const count = (kind: AlikeGroup['kind']): number =>
    [...across, ...inOneSplit].filter(group => group.kind === kind).length;
  const lines = [
    ...damage.map(({ what, detail }) => text(language, 'cli.check.file-damaged', { what, detail })),
    ...(damage.length === 0 ? [text(language, 'cli.check.file-fine')] : []),
    text(language, 'cli.check.photos', {
      ...{ photos, read, copies: count('copy'), near: count('near'), bursts: bursts.groups.length },
    }),
    ...notices.map(notice => Object.values(syncText(language, notice)).join(' ')),
    ...skipped.map(one => text(language, 'cli.skipped', one)),
    ...missing.map(({ path: photo }) => text(language, 'cli.check.missing', { photo })),
    ...damaged.map(({ path: photo }) => text(language, 'cli.check.damaged', { photo })),
    ...across.map(group =>
      text(language, 'cli.check.leak', {
        alike: formatPercent(language, group.alike),
        photos: group.photos.map(({ path: file, split }) => `${file} (${split ?? '–'})`).join(', '),
      }),
    ),
    ...(isGood ? [text(language, 'cli.check.good')] : []),
  ];
  const document = {
    project,
    ok: isGood,
    file: { ok: damage.length === 0, findings },
    photos,
    read,
    missing: missing.map(({ path: file }) => file),
    damaged: damaged.map(({ path: file }) => file),
    leftOut: skipped,
    leaks: across.map(groupDocument),
    duplicates: inOneSplit.map(groupDocument),
    bursts: bursts.groups.map(groupDocument),
    notices: notices.map(({ key: _, ...notice }) => notice),
    seconds,
  };
  terminal.result(document, lines.join('\n'));
  return isGood;
}

const groupDocument = ({ kind, alike, together, photos }: AlikeGroup) => ({
  kind,
  alike,
  together,
  photos: photos.map(({ path: photo, split }) => ({ photo, split })),
});
