// `fovea import <project> <files…>`: shows what comes in, and writes it as one gesture.
import path from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { text } from '../../../shared/messages.ts';
import type { ImportPreview, ImportQuestion, ImportResult } from '../../../shared/records/import.ts';
import type { Core } from '../../core/index.ts';
import { usage } from './arguments.ts';
import type { Command } from './command.ts';
import { countsInWords, datasetFormat, notesInWords } from './dataset-words.ts';
import { throwFailure } from './ended-work.ts';
import { openCore } from './open-core.ts';
import { showProgress, type Terminal } from './terminal.ts';

export const importAnnotations: Command = {
  options: {
    options: ['format'],
    lists: ['answer'],
    flags: ['dry-run'],
    names: ['project', 'files'],
    isLastRepeated: true,
  },
  async run(given, terminal, places) {
    const { language } = terminal;
    const wanted = given.read('format');
    const format = wanted === undefined ? null : datasetFormat(language, '--format', wanted);
    const answers = given.list('answer').map(answer => answerOf(terminal, answer));
    const [project, ...files] = given.positionals;
    const core = await openCore(places);
    const unlisten = core.listen(showProgress(terminal));
    try {
      await core.call('project:open', { grant: core.grants.add(project!) });
      for (const { id, kind } of await core.call('work:list', null)) if (kind === 'scan') await core.workEnded(id);
      const grants = files.map(file => core.grants.add(path.resolve(file)));
      const { id, work } = await core.call('import:start', { grants, format });
      throwFailure(await core.workEnded(work));
      const preview = await answered(core, await core.call('import:read', { id }), answers);
      const result = given.isSet('dry-run') ? null : await core.call('import:apply', { id });
      report(terminal, preview, result);
    } finally {
      unlisten();
      await core.close();
    }
  },
};

type Answer = { readonly about: ImportQuestion['about']; readonly value: string };

/** `starts-at=1` */
function answerOf({ language }: Terminal, given: string): Answer {
  const found = /^(turned|starts-at|columns|normalised)=(.+)$/s.exec(given);
  if (found === null) throw usage(text(language, 'cli.usage.answer', { given }));
  return { about: found[1] as Answer['about'], value: found[2]! };
}

/** The answers given, the others as they are likeliest. */
async function answered(core: Core, preview: ImportPreview, answers: readonly Answer[]): Promise<ImportPreview> {
  if (answers.length === 0) return preview;
  const byKey = answers.flatMap(({ about, value }) => {
    const asked = preview.questions.filter(question => question.about === about);
    if (asked.length === 0) throw new AppError('not-found', { what: `question ${about}` });
    return asked.map(({ key }): [string, string] => [key, value]);
  });
  return core.call('import:choose', { id: preview.id, answers: Object.fromEntries(byKey) });
}

function report(terminal: Terminal, preview: ImportPreview, result: ImportResult | null): void {
  const { language } = terminal;
  const { id: _, ...shown } = preview;
  const sources = preview.sources.map(source =>
    text(language, 'cli.import.source', {
      name: source.name,
      format: text(language, `format.${source.format}`),
      photos: source.photos,
      annotations: countsInWords(language, source.annotations),
    }),
  );
  const questions = preview.questions.map(({ about, options, chosen, count }) => {
    const fits = options.map(({ value, fits: fitting }) => `${value} ${fitting}/${count}`).join(', ');
    return about === 'columns'
      ? text(language, 'cli.import.columns', { chosen })
      : text(language, 'cli.import.question', { about, chosen, fits });
  });
  const { out, photos } = preview;
  const lines = [
    ...sources,
    ...questions,
    ...notesInWords(language, preview.notes),
    text(language, 'cli.import.photos', { added: photos.added, known: photos.known, notFound: photos.notFound }),
    text(language, 'cli.import.out', { ...out }),
    result === null
      ? text(language, 'cli.import.would', { count: preview.willWrite })
      : text(language, 'cli.import.done', {
          count: result.annotations,
          photos: result.photos,
          classes: result.classes,
        }),
  ];
  terminal.result({ ...shown, result }, lines.join('\n'));
}
