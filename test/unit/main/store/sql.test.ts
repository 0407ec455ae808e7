// F6: no text of a person or of a file is ever SQL: shown in the source for every statement, and by texts that would be worth it.
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { photoFilter } from '../../../../src/shared/records/photo.ts';
import { foreignSql } from '../../../support/constant-sql.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { opened, scanned, temporaryFolder, withPhotos } from './project.ts';

const store = path.resolve('src/main/store');
const readSource = (file: string): string => readFileSync(file, 'utf8');

describe('F6: the SQL of the store', () => {
  test('is constant in every file, or put together of constants and allowed names', () => {
    const files = readdirSync(store, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap(file => foreignSql(path.join(store, file), readSource))).toEqual([]);
  });

  test.each([
    ['a text in a template', 'db.prepare(`SELECT * FROM photo WHERE path = ${path}`)', ['path']],
    ['a text that is added', "db.exec('DELETE FROM ' + table)", ['table']],
    ['a parameter', 'const all = (sql: string) => db.prepare(sql).all()', ['sql']],
    ['a constant made of a text', 'const where = `x = ${name}`; db.prepare(`SELECT 1 WHERE ${where}`)', ['name']],
    ['a variable', "let sql = 'SELECT 1'; db.prepare(sql)", ['sql']],
    ['one of two', "db.prepare(isOne ? 'SELECT 1' : given)", ['given']],
    ['a pragma', 'db.pragma(`user_version = ${version}`)', ['version']],
    ['another way to the method', "db['exec']('SELECT 1')", ["db['exec']"]],
    ['an extension', "db.loadExtension('x')", ['.loadExtension()']],
    ['constants only', "const from = 'FROM photo'; const n = 1000; db.prepare(`SELECT 1 ${from} LIMIT ${n * 2}`)", []],
    ['a constant of another file', "import { from } from './other.ts'; db.prepare(`SELECT 1 ${from}`)", []],
    ['a text of another file', "import { made } from './other.ts'; db.prepare(`SELECT 1 ${made}`)", ['name()']],
    ['a regular expression', '/SELECT/.exec(given)', []],
  ])('with %s is told apart', (_, text, pieces) => {
    const files: Record<string, string> = {
      '/store/one.ts': text,
      '/store/other.ts': "export const from = 'FROM photo';\nexport const made = `FROM ${name()}`;",
    };
    expect(foreignSql('/store/one.ts', file => files[file]!)).toEqual(pieces.map(piece => `one.ts:1: ${piece}`));
  });
});

const elsewhere = 'evil.db';
const hostile = [
  `ATTACH DATABASE '${elsewhere}' AS evil; --`,
  `'; ATTACH DATABASE '${elsewhere}' AS evil; --`,
  `"; ATTACH DATABASE '${elsewhere}' AS evil; --`,
  "x'); DROP TABLE class; --",
  "' OR 1=1 --",
  "'; SELECT load_extension('evil'); --",
  "'; PRAGMA writable_schema = 1; --",
  '"; DELETE FROM photo; --',
  '` ; VACUUM INTO "evil.db"; `',
  '%',
  '_',
  '\\',
  '*',
  '?1 :name @name $name',
  '/* */ -- #',
  "''''",
  '{"$ne": null}',
];
/** Of these no file's name can be made. */
const withNul = ["a\0'; DROP TABLE class; --", '\0'];

/** Of a copy: whoever opens the project's own file leaves a trace of it. */
function schemaOf(folder: string): unknown[] {
  const copy = path.join(temporaryFolder(), 'copy.fovea');
  copyFileSync(path.join(folder, 'project.fovea'), copy);
  const db = new Database(copy);
  try {
    return [db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all(), db.pragma('integrity_check')];
  } finally {
    db.close();
  }
}

test('F6: names, classes, attributes, searches and imports that would be SQL are kept and found as the texts they are', async () => {
  const nameOf = (text: string): string => `${text.replaceAll('/', '∕')}.jpg`;
  const { folder, store: first, ids } = await withPhotos(hostile.map(text => scanned(nameOf(text), text)));
  await first.close();
  const schema = schemaOf(folder);
  const project = await opened(folder);

  const texts = [...hostile, ...withNul];
  for (const text of texts) {
    const created = (await project.classesCreate(text)).result;
    await project.classesUpdate(created.id, { name: `${text} renamed` });
    await project.labelsSet([ids[0]!], created.id, 'replace');
    await project.projectUpdate({ name: text });
    expect((await project.projectRead()).name).toBe(text);
  }
  expect((await project.classesList()).map(({ name }) => name)).toEqual(texts.map(text => `${text} renamed`));

  for (const text of texts) {
    const found = await project.photosQuery(photoFilter.parse({ search: text, excluded: 'with' }), 'name', 'none');
    const paths = (await project.photosRead(plainColumns(found).id)).map(photo => photo.path);
    const expected = hostile.map(nameOf).filter(name => name.includes(text.replaceAll('/', '∕')));
    expect(new Set(paths), text).toEqual(new Set(text.includes('/') ? [] : expected));
  }

  await project.importApply({
    newClasses: texts.map(text => ({ name: `${text} imported` })),
    sources: [],
    files: texts.join(' '),
    photos: texts.map((text, place) => ({
      photo: ids[place % ids.length]!,
      split: null,
      nothing: [],
      annotations: [
        {
          class: { newClass: place },
          shape: { kind: 'box', box: { x: 1, y: 1, width: 2, height: 2 } },
          attributes: { [text]: text },
        },
      ],
    })),
  });
  const attributes = (await project.annotationsAll()).flatMap(photo =>
    photo.annotations.flatMap(annotation => ('attributes' in annotation ? Object.entries(annotation.attributes) : [])),
  );
  expect(new Set(attributes.map(([key, value]) => `${key}=${String(value)}`))).toEqual(
    new Set(texts.map(text => `${text}=${text}`)),
  );
  for (let gesture = 0; gesture < 5; gesture++) await project.undo();
  for (let gesture = 0; gesture < 5; gesture++) await project.redo();

  await project.close();
  expect(schemaOf(folder)).toEqual(schema);
  expect([folder, process.cwd()].some(place => existsSync(path.join(place, elsewhere)))).toBe(false);
});
