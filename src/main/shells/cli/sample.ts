// `fovea sample --out <dir>`: draws the sample photos into a new folder.
import path from 'node:path';
import { makeNamedFolder } from '../../core/project-place.ts';
import { draw } from '../../core/sample.ts';
import { text } from '../../../shared/messages.ts';
import type { Command } from './command.ts';

export const sample: Command = {
  options: { options: ['out'], names: [] },
  async run(given, terminal) {
    const folder = path.resolve(given.required('out'));
    await makeNamedFolder(folder);
    let photos = 0;
    await draw(folder, new AbortController().signal, (done, total) => {
      photos = done;
      terminal.progress('sample', done, total);
    });
    terminal.result({ folder, photos }, text(terminal.language, 'cli.sample.done', { folder, photos }));
  },
};
