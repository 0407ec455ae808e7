// `fovea self-test`: the checks of the Help screen, as a table.
import { selfTestText, text } from '../../../shared/messages.ts';
import { formatSeconds } from '../../../shared/messages/message.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Command } from './command.ts';
import { openCore } from './open-core.ts';
import { showProgress } from './terminal.ts';
import { throwFailure } from './ended-work.ts';

const marks = { works: '✓', slower: '~', absent: '–', failed: '✗' } as const;

export const selfTest: Command = {
  options: { options: [], names: [] },
  async run(_given, terminal, places) {
    const core = await openCore(places);
    core.listen(showProgress(terminal));
    try {
      const { work } = await core.call('self-test:run', null);
      throwFailure(await core.workEnded(work));
      const report = await core.call('self-test:read', null);
      if (report === null) throw new AppError('internal', { reason: 'the self-test gave no report' });
      const worded = report.rows.map(row => ({
        ...selfTestText(terminal.isJson ? 'en' : terminal.language, row),
        state: row.state,
      }));
      const width = Math.max(...worded.map(({ thing }) => columnsOf(thing)));
      const rows = worded.map(({ thing, state, measured, reason }) =>
        `${marks[state]} ${thing}${' '.repeat(width - columnsOf(thing))}  ${[measured, reason].filter(part => part !== '').join('; ')}`.trimEnd(),
      );
      const time = formatSeconds(terminal.language, report.seconds);
      const last = text(terminal.language, report.passed ? 'cli.self-test.passed' : 'cli.self-test.failed', { time });
      terminal.result({ ...report, rows: worded }, [...rows, '', last].join('\n'));
      return report.passed ? undefined : 1;
    } finally {
      await core.close();
    }
  },
};

/** Columns on a terminal: a Korean syllable takes two. */
function columnsOf(content: string): number {
  return content.length + content.replace(/[^가-힣]/g, '').length;
}
