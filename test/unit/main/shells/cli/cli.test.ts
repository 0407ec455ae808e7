import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from './run.ts';
import { sharedFolder } from '../../../../support/shared.ts';
import { temporaryHome, writePhotos } from '../../../../support/core.ts';

let home = '';
beforeEach(async () => {
  home = await temporaryHome();
  vi.stubEnv('FOVEA_DATA', path.join(home, 'data'));
  vi.stubEnv('LC_ALL', 'C');
});

describe('usage', () => {
  test.each([
    [['juggle'], 'juggle'],
    [['train'], '<folder>'],
    [['train', 'a', '--out', 'b', '--seed', 'x'], '--seed'],
    [['train', 'a', '--out', 'b', '--speed', '1'], '--speed'],
    [['predict', 'model'], '<photo|folder>'],
    [['export', 'model', '--out', 'x', '--format', 'pdf'], 'pdf'],
    [['export', 'model', '--out', 'x.onnx', '--format', 'keras'], '.keras'],
    [['sample', 'extra', '--out', 'x'], 'extra'],
    [['train', 'a', '--lang', 'fr', '--out', 'b'], 'fr'],
    [['train', 'a', '--out', 'b', '--seed', '-1'], '--seed'],
    [['train', 'a', '--out', ''], '--out'],
    [['train', 'a', '--out', 'b', '--backbone', ''], '--backbone'],
    [['predict', 'built-in', ''], '<photo|folder>'],
    [['predict', 'built-in', 'a', '--save-input'], '--save-input'],
    [['serve', ''], '<project>'],
  ])('%j is bad usage: code 2 and one line that names it', async (argv, named) => {
    const { code, out, err } = await run(...argv, '--json');
    expect([code, out, err.trimEnd().split('\n').length]).toEqual([2, '', 1]);
    expect(err).toContain(named);
  });

  test('every command has help, in both languages', async () => {
    for (const command of ['train', 'predict', 'export', 'serve', 'sample', 'self-test']) {
      const [english, korean] = [await run(command, '--help'), await run(command, '--help', '--lang', 'ko')];
      expect([english.code, korean.code]).toEqual([0, 0]);
      expect(english.out).toContain(`fovea -- ${command}`);
      expect(korean.out).toMatch(/[가-힣]/);
    }
  });
});

describe('commands', () => {
  test('failures give code 1 and one JSON document that names the thing, and leave nothing behind', async () => {
    const empty = path.join(home, 'empty');
    await mkdir(empty);
    const out = path.join(home, 'out');
    const refused = await run('train', empty, '--out', out, '--json');
    expect([refused.code, JSON.parse(refused.out)]).toMatchObject([
      1,
      { error: { code: 'folder-empty', details: { folder: empty } } },
    ]);
    await expect(stat(out)).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(path.join(empty, 'x'), '');
    const photos = await writePhotos(path.join(home, 'photos'), { disc: 2, bars: 2 });
    const taken = await run('train', photos, '--out', empty, '--json');
    expect([taken.code, JSON.parse(taken.out)]).toMatchObject([1, { error: { code: 'out-folder-not-empty' } }]);
    expect(await readdir(empty)).toEqual(['x']);
    const missing = await run('predict', path.join(home, 'no-model'), photos, '--json');
    expect([missing.code, JSON.parse(missing.out)]).toMatchObject([1, { error: { code: 'model-missing' } }]);
  });

  test('a path that is wrong is named for what it is: code 1, one document, the same words as on the terminal', async () => {
    const at = (...parts: string[]) => path.join(home, ...parts);
    await mkdir(at('empty'));
    await writeFile(at('file'), 'a letter');
    const photos = await writePhotos(at('photos'), { disc: 3 });
    const gone = at('missing.jpg');
    const cases: [argv: string[], code: string, message: string][] = [
      [['predict', 'built-in', gone], 'photo-or-folder-missing', `There is no photo or folder at ${gone}.`],
      [['predict', 'built-in', at('file', 'a.jpg')], 'photo-or-folder-missing', at('file', 'a.jpg')],
      [['predict', 'built-in', at('empty')], 'folder-empty', at('empty')],
      [['predict', at('file'), photos], 'model-missing', at('file')],
      [['predict', 'built-in', photos, '--save-input', at('file', 'x.npy')], 'folder-not-a-folder', at('file')],
      [['train', at('gone'), '--out', at('out')], 'folder-missing', at('gone')],
      [['train', at('file'), '--out', at('out')], 'folder-not-a-folder', at('file')],
      [['train', photos, '--out', at('file')], 'folder-not-a-folder', at('file')],
      [['train', photos, '--out', at('file', 'out')], 'folder-not-a-folder', at('file', 'out')],
      [['train', photos, '--out', at('out')], 'train-one-class', 'disc'],
      [['export', at('gone'), '--out', at('x.onnx')], 'model-missing', at('gone')],
      [['export', at('empty'), '--out', at('file', 'x.onnx')], 'folder-not-a-folder', at('file')],
      [['sample', '--out', at('file')], 'folder-not-a-folder', at('file')],
      [['sample', '--out', photos], 'out-folder-not-empty', photos],
    ];
    for (const [argv, code, message] of cases) {
      const [said, document] = [await run(...argv), await run(...argv, '--json')];
      expect([argv, said.code, document.code, said.out]).toEqual([argv, 1, 1, '']);
      const { error } = JSON.parse(document.out) as { error: { code: string; message: string } };
      expect([argv, error.code]).toEqual([argv, code]);
      expect(error.message).toContain(message);
      expect(said.err).toContain(error.message);
    }
    expect((await readdir(home)).sort()).toEqual(['data', 'empty', 'file', 'photos']);
  });

  test('a single file that is no photo is done, with the file named as skipped', async () => {
    await writeFile(path.join(home, 'letter.jpg'), 'Dear photo');
    const { code, out, err } = await run('predict', 'built-in', path.join(home, 'letter.jpg'));
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('letter.jpg is not an image.');
  });

  test(
    'sample draws its photos whole into a new folder, and never into one that holds something',
    { timeout: 90_000 },
    async () => {
      const out = path.join(home, 'nuts');
      const drawn = await run('sample', '--out', out, '--json');
      expect([drawn.code, JSON.parse(drawn.out)]).toEqual([0, { folder: out, photos: 60 }]);
      const files = await readdir(out, { recursive: true });
      expect(files.filter(file => /\.(jpe?g|png)$/.test(file))).toHaveLength(60);
      expect(files).toContain('annotations.json');
      expect((await readdir(home)).filter(name => name.endsWith('.drawing'))).toEqual([]);
      const again = await run('sample', '--out', out, '--json');
      expect([again.code, JSON.parse(again.out)]).toMatchObject([1, { error: { code: 'out-folder-not-empty' } }]);
    },
  );

  test('train takes a backbone from a file or by name, a recipe, a block and epochs', { timeout: 90_000 }, async () => {
    const counts = { 'train/disc': 5, 'train/bars': 5, 'val/disc': 2, 'val/bars': 2 };
    const photos = await writePhotos(path.join(home, 'photos'), counts);
    const out = (name: string): string[] => ['--out', path.join(home, name), '--seed', '1', '--json'];
    const first = await run('train', photos, ...out('first'));
    const { model } = JSON.parse(first.out) as { model: string };
    const file = path.join(home, 'brought.keras');
    expect((await run('model', 'convert', model, file)).code).toBe(0);

    const textbook = ['--recipe', 'textbook', '--unfreeze', 'block7a', '--epochs', '1,1'];
    const second = await run('train', photos, '--backbone', file, ...textbook, ...out('second'));
    const trained = JSON.parse(second.out) as { recipe: { stages: unknown[] }; stages: { right: number[] } };
    expect(trained).toMatchObject({ backbone: 'brought', recipe: { name: 'textbook', unfreeze: 'block7a' } });
    expect(trained.stages.right).toHaveLength(2);

    const scratch = ['--backbone', 'lenet-5', '--recipe', 'scratch', '--epochs', '2'];
    const third = await run('train', photos, ...scratch, ...out('third'));
    expect(JSON.parse(third.out)).toMatchObject({
      backbone: 'LeNet-5',
      recipe: { name: 'scratch' },
      warnings: expect.arrayContaining(['few-photos', 'chose-epoch']) as string[],
    });

    const refusals: [string[], string][] = [
      [['--recipe', 'magic'], 'one-click, textbook, scratch'],
      [['--epochs', '3'], 'one-click'],
      [['--recipe', 'textbook', '--epochs', '3'], '--epochs'],
      [['--unfreeze', 'block7a'], '--unfreeze'],
      [['--backbone', path.join(home, 'gone.keras')], 'gone.keras'],
      [['--recipe', 'textbook', '--unfreeze', 'block99'], 'block7a'],
    ];
    for (const [options, named] of refusals) {
      const refused = await run('train', photos, ...options, ...out('refused'));
      expect(refused.code, options.join(' ')).not.toBe(0);
      expect(refused.out + refused.err, options.join(' ')).toContain(named);
      await rm(path.join(home, 'refused'), { recursive: true, force: true });
    }
  });

  test('train, predict and export made photos, each with its exact document', { timeout: 60_000 }, async () => {
    const counts = { 'train/disc': 6, 'train/bars': 6, 'val/disc': 3, 'val/bars': 3 };
    const photos = await writePhotos(path.join(home, 'photos'), counts);
    await writeFile(path.join(photos, 'train/disc/junk.psd'), '8BPS');
    const trained = await run('train', photos, '--out', path.join(home, 'out'), '--seed', '1', '--json');
    expect(trained.code).toBe(0);
    const document = JSON.parse(trained.out) as { model: string; accuracy: number };
    expect(Object.keys(document)).toEqual([
      'task',
      'classes',
      'photos',
      'accuracy',
      'interval',
      'baseline',
      'part',
      'warnings',
      'backbone',
      'recipe',
      'engine',
      'seed',
      'epochs',
      'seconds',
      'model',
    ]);
    expect(document).toMatchObject({
      task: 'classification',
      part: 'validation',
      backbone: 'EfficientNet-Lite0',
      recipe: { name: 'one-click' },
      engine: 'onnx',
      seed: 1,
      classes: ['bars', 'disc'],
      photos: {
        train: 12,
        validation: 6,
        test: 0,
        skipped: [{ photo: 'train/disc/junk.psd', reason: expect.stringContaining('Photoshop') }],
      },
      model: path.join(home, 'out/models/photos-1'),
    });
    expect((await readdir(document.model)).sort()).toEqual(['card.json', 'model.json', 'weights.safetensors']);

    const predicted = await run(
      'predict',
      document.model,
      path.join(photos, 'val'),
      '--top',
      '1',
      '--save-input',
      path.join(home, 'x.npy'),
      '--json',
    );
    const { predictions, skipped } = JSON.parse(predicted.out) as {
      predictions: { photo: string; top: unknown[] }[];
      skipped: unknown[];
    };
    expect(predictions.map(({ photo }) => photo)).toEqual([
      'bars/1.png',
      'bars/2.png',
      'bars/3.png',
      'disc/1.png',
      'disc/2.png',
      'disc/3.png',
    ]);
    expect([predicted.code, predictions[0]!.top.length, skipped]).toEqual([0, 1, []]);
    expect((await stat(path.join(home, 'x.npy'))).size).toBe(128 + 64 * 48 * 3);

    const file = path.join(home, 'taken/model.onnx');
    const exported = await run('export', document.model, '--format', 'onnx', '--out', file, '--json');
    expect([exported.code, JSON.parse(exported.out)]).toMatchObject([0, { file, agreement: { photos: 6, same: 6 } }]);
    expect(JSON.parse(exported.out)).toHaveProperty('agreement.largest');

    const keras = path.join(home, 'taken/model.keras');
    const other = await run('export', document.model, '--format', 'keras', '--out', keras, '--json');
    expect([other.code, JSON.parse(other.out)]).toMatchObject([0, { file: keras, agreement: { photos: 6, same: 6 } }]);
    const card = path.join(home, 'taken/model.card.json');
    const words = await run('export', document.model, '--format', 'card', '--out', card, '--json');
    expect([words.code, JSON.parse(words.out)]).toEqual([0, { file: card }]);
  });

  test.skipIf(sharedFolder === null)(
    'train on hymenoptera reaches 92 % and names the junk file',
    { timeout: 120_000 },
    async () => {
      const folder = path.join(sharedFolder!, 'data/photos/hymenoptera');
      const { code, out } = await run('train', folder, '--out', path.join(home, 'out'), '--seed', '1', '--json');
      const document = JSON.parse(out) as { accuracy: number; photos: { skipped: { photo: string }[] } };
      expect([code, document.photos.skipped.map(({ photo }) => photo)]).toEqual([0, ['train/ants/imageNotFound.gif']]);
      expect(document.accuracy).toBeGreaterThanOrEqual(0.92);
    },
  );
});
