// A project file that is none, with nothing left to bring the project back from: the person is told why and what to do, nothing is changed.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { errorText } from '../../../../src/shared/messages.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { failure, openFolder, openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';

/** The header of an SQLite file of another program, and a page of nothing. */
const otherSqlite = Buffer.alloc(4096);
otherSqlite.write('SQLite format 3\0', 'latin1');

test.for<[string, Buffer, string, string]>([
  ['empty', Buffer.alloc(0), 'the file is empty', '파일이 비어 있어요'],
  ['a text', Buffer.from('my shopping list\n'.repeat(50)), 'it is another kind of file', '다른 종류의 파일이에요'],
  ['another program’s', otherSqlite, 'another program made it', '다른 프로그램에서 만든 파일이에요'],
])(
  'F2: a project file that is %s is refused in words, byte for byte as it was, and no other project is lost by it',
  async ([_, content, english, korean]) => {
    const home = await temporaryHome();
    const { core } = await openTestCore(home);
    const photos = await writePhotos(path.join(home, 'photos'), { '': 2 });
    const { project } = await openFolder(core, photos);
    const folder = path.join(home, 'broken');
    await mkdir(folder);
    await writeFile(path.join(folder, 'project.fovea'), content);

    const attempt = core.call('project:open', { grant: core.grants.add(folder) });
    const { code, message } = await failure(attempt);
    expect(code).toBe('not-a-project');
    expect(message).toBe(
      `project.fovea is not a Fovea project: ${english}. It was not changed. Put a copy of your project there, or choose another folder.`,
    );
    const inKorean = await attempt.catch((error: unknown) => errorText('ko', error as AppError));
    expect(inKorean).toContain(korean);
    expect(await readdir(folder)).toEqual(['project.fovea']);
    expect(await readFile(path.join(folder, 'project.fovea'))).toEqual(content);
    // There is nothing to restore from, so no restore is offered; the project before opens as it was.
    expect(await core.call('restore:state', null)).toBeNull();
    expect((await openFolder(core, project.folder)).project).toMatchObject({ photos: 2 });
  },
);
