// `fovea restore <project>`: what is wrong with a project and what it can be brought back from; and bringing it back.
import { chosenFolder, isProjectFolder } from '../../core/project-place.ts';
import type { Core } from '../../core/index.ts';
import { AppError } from '../../../shared/errors.ts';
import { text } from '../../../shared/messages.ts';
import type { Language } from '../../../shared/messages/message.ts';
import { backupId, type RestoreFrom, type RestoreOutcome, type RestoreState } from '../../../shared/records/restore.ts';
import { usage, type Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { openCore } from './open-core.ts';

type Choice = { readonly from: RestoreFrom; readonly replay: boolean };

export const restore: Command = {
  options: {
    options: ['backup'],
    flags: ['from-journal', 'intact', 'replay', 'set-aside', 'list'],
    names: ['project'],
  },
  async run(given, terminal, places) {
    const { language } = terminal;
    refuseBoth(given, language);
    const folder = await chosenFolder(given.positionals[0]!);
    if (!(await isProjectFolder(folder))) {
      throw new AppError('not-a-project', {
        file: folder,
        reason: 'it holds no project.fovea, no backup and no journal',
      });
    }
    const core = await openCore(places);
    try {
      const state = await stateOf(core, folder);
      const choice = choiceOf(given, state);
      if (choice === null) return terminal.result(state, inWords(state, language));
      const { restored } = await core.call('restore:apply', choice);
      terminal.result({ from: choice.from, ...restored }, outcomeInWords(restored, language));
    } finally {
      await core.close();
    }
  },
};

function refuseBoth(given: Arguments, language: Language): void {
  const [fromJournal, intact] = [given.isSet('from-journal'), given.isSet('intact')];
  const [replay, setAside] = [given.isSet('replay'), given.isSet('set-aside')];
  const sources = [given.read('backup') !== undefined, fromJournal, intact].filter(Boolean).length;
  if (sources > 1 || (replay && setAside)) throw usage(text(language, 'cli.usage.restore-one'));
  if (fromJournal && setAside) throw usage(text(language, 'cli.usage.restore-journal'));
  if (intact && (replay || setAside)) throw usage(text(language, 'cli.usage.restore-intact'));
}

/** The project's state, whether it opens or not. */
async function stateOf(core: Core, folder: string): Promise<RestoreState> {
  try {
    await core.call('project:open', { grant: core.grants.add(folder) });
  } catch (error) {
    if (!(error instanceof AppError) || !['project-damaged', 'journal-ahead'].includes(error.code)) throw error;
  }
  return (await core.call('restore:state', null))!;
}

/** null: only look. @throws AppError backup-missing. */
function choiceOf(given: Arguments, { backups }: RestoreState): Choice | null {
  if (given.isSet('list')) return null;
  const replay = !given.isSet('set-aside');
  const wanted = given.read('backup');
  if (given.isSet('from-journal')) return { from: { kind: 'journal' }, replay: true };
  if (given.isSet('intact')) return { from: { kind: 'intact' }, replay: false };
  if (wanted === undefined) {
    return given.isSet('replay') || given.isSet('set-aside') ? { from: { kind: 'file' }, replay } : null;
  }
  const chosen = wanted === 'latest' ? backups.find(backup => backup.intact)?.id : backupId.safeParse(wanted).data;
  if (chosen === undefined) throw new AppError('backup-missing', { file: wanted });
  return { from: { kind: 'backup', id: chosen }, replay };
}

function inWords({ projectName, problem, journal, findings, backups }: RestoreState, language: Language): string {
  const { lines, lastAt } = journal;
  return [
    text(language, `cli.restore.state.${problem}`, { name: projectName }),
    ...findings.filter(finding => finding.detail !== '').map(finding => `  ${finding.what}: ${finding.detail}`),
    lastAt === null
      ? text(language, 'cli.restore.journal-none')
      : text(language, 'cli.restore.journal', { lines, at: lastAt }),
    ...backups.map(({ id, intact, sequence, counts: { annotated, photos } }) =>
      intact
        ? text(language, 'cli.restore.backup', { id, annotated, photos, sequence })
        : text(language, 'cli.restore.backup-damaged', { id }),
    ),
    ...(backups.length === 0 ? [text(language, 'cli.restore.no-backup')] : []),
  ].join('\n');
}

function outcomeInWords(
  { counts, replayed, doubtful, keptFile, keptJournal }: RestoreOutcome,
  language: Language,
): string {
  const { annotated, photos } = counts;
  const { lines, rows } = doubtful;
  const kept = [keptFile, keptJournal].flatMap(name => name ?? []).join(', ');
  return [
    text(language, 'cli.restore.done', { annotated, photos, replayed }),
    ...(lines > 0 || rows > 0 ? [text(language, 'cli.restore.doubtful', { lines, rows })] : []),
    ...(kept === '' ? [] : [text(language, 'cli.restore.kept', { files: kept })]),
  ].join('\n');
}
