// `fovea train <folder> --out <dir>`: the same calls that the page makes, one after the other.
import path from 'node:path';
import { removeMadeProject } from '../../core/project-place.ts';
import { modelFolderOf } from '../../core/run-folder.ts';
import { errorText, text } from '../../../shared/messages.ts';
import { formatPercent, formatSeconds } from '../../../shared/messages/message.ts';
import type { SkippedFile } from '../../../shared/records/photo.ts';
import type { RunResults } from '../../../shared/records/run.ts';
import type { Command } from './command.ts';
import { throwFailure } from './ended-work.ts';
import { openCore } from './open-core.ts';
import { readWish, wishedRun } from './wished-run.ts';
import { showProgress, type Terminal } from './terminal.ts';

export const train: Command = {
  options: {
    options: ['out', 'seed', 'threads', 'backbone', 'preprocessing', 'recipe', 'unfreeze', 'epochs', 'engine'],
    names: ['folder'],
  },
  async run(given, terminal, places) {
    const wish = readWish(given, terminal.language);
    const threads = given.number('threads', 0, 256) ?? 0;
    const outOption = given.read('out');
    const out = outOption === undefined ? null : path.resolve(outOption);
    const startedMs = performance.now();
    const core = await openCore(places, { threads });
    const unlisten = core.listen(showProgress(terminal));
    try {
      const project = out === null ? {} : { projectFolder: out };
      await core.call('project:open', { grant: core.grants.add(given.positionals[0]!, project) });
      // Content first: photos of equal content belong to one side before the sides are drawn.
      for (const { id, kind } of await core.call('work:list', null)) if (kind === 'scan') await core.workEnded(id);
      // A project that a person has labelled in keeps its own answer.
      if (out !== null || (await core.call('project:read', null)).annotated === 0)
        await core.call('project:answer-class-folders', { use: true });
      const openedSeconds = (performance.now() - startedMs) / 1_000;
      const started = wishedRun(core, wish, terminal.language).then(wished => core.call('training:start', wished));
      const { run, work } = await started.catch(async (error: unknown) => {
        // Nothing was trained: the folder is free for the next attempt.
        await core.close();
        if (out !== null) await removeMadeProject(out);
        throw error;
      });
      throwFailure(await core.workEnded(work));
      const results = await core.call('runs:read', { id: run });
      const skipped = await core.call('photos:skipped', null);
      report(terminal, results, skipped, (await core.call('project:read', null)).folder, openedSeconds);
    } finally {
      unlisten();
      await core.close();
    }
  },
};

function report(
  terminal: Terminal,
  { run, chosen, warnings }: RunResults,
  skipped: readonly SkippedFile[],
  projectFolder: string,
  openedSeconds: number,
): void {
  const { language } = terminal;
  const score = run.score!;
  const seconds = openedSeconds + run.seconds;
  const reasons = skipped.map(({ path: photo, code, details }) => ({
    photo,
    reason: errorText(terminal.isJson ? 'en' : language, { code, details: { file: photo, ...details } }),
  }));
  for (const { photo, reason } of terminal.isJson ? [] : reasons) terminal.say('cli.skipped', { photo, reason });
  const model = modelFolderOf(projectFolder, run.modelId!);
  const baselineName = run.classes.find(({ id }) => id === score.baselineClass)?.name ?? '';
  terminal.result(
    {
      task: 'classification',
      classes: run.classes.map(({ name }) => name),
      photos: { ...run.photos, skipped: reasons },
      accuracy: score.accuracy,
      interval: score.interval,
      baseline: score.baseline,
      part: run.part,
      warnings,
      backbone: run.backbone,
      recipe: run.recipe,
      engine: run.engine,
      seed: run.seed,
      epochs: chosen.epochs,
      ...(chosen.stages ? { stages: chosen.stages } : {}),
      seconds,
      model,
    },
    text(language, 'cli.train.done', {
      correct: score.correct,
      total: score.total,
      part: text(language, `split.${run.part}`),
      accuracy: formatPercent(language, score.accuracy),
      low: formatPercent(language, score.interval[0]),
      high: formatPercent(language, score.interval[1]),
      class: baselineName,
      baseline: formatPercent(language, score.baseline),
      time: formatSeconds(language, seconds),
      model,
    }),
  );
}
