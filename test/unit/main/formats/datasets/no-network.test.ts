// C9: whatever addresses a file of annotations names, nothing that reads or writes it can open a connection.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { datasetReaders } from '../../../../../src/main/formats/datasets/index.ts';
import { datasetFolder, noteCounts, plainPhotos, readFolder } from '../../../../support/dataset-trips.ts';

const folder = path.resolve(import.meta.dirname, '../../../../../src/main/formats/datasets');

test('C9: no reader or writer of annotations imports what could open a connection, or fetches', () => {
  const files = readdirSync(folder);
  expect(files.length).toBeGreaterThan(40);
  const network =
    /from 'node:(?:http|https|http2|net|tls|dgram|dns|child_process|worker_threads)|\bfetch\(|\bWebSocket\b/;
  expect(files.filter(file => network.test(readFileSync(path.join(folder, file), 'utf8')))).toEqual([]);
});

test('C9: addresses of photos are passed over (coco_url, flickr_url) or refused by name', async () => {
  const urls = { coco_url: 'http://127.0.0.1:9/a.jpg', flickr_url: 'https://127.0.0.1:9/a.jpg' };
  const images = ['a.jpg', 'http://127.0.0.1:9/b.jpg', 's3://bucket/c.jpg'].map((file_name, id) => ({
    id,
    file_name,
    width: 9,
    height: 9,
    ...urls,
  }));
  const file = {
    images,
    categories: [{ id: 1, name: 'ant' }],
    annotations: [{ id: 1, image_id: 0, category_id: 1, bbox: [1, 1, 2, 2] }],
  };
  const dataset = await readFolder(datasetReaders.coco, await datasetFolder({ 'a.json': file }));
  expect(plainPhotos(dataset).map(({ name }) => name)).toEqual(['a.jpg']);
  expect(noteCounts(dataset.notes)).toEqual({ 'photo-name-refused': 2 });
});
