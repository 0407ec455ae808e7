// What a model said of photos, as CSV and JSON.
import { expect, test } from 'vitest';
import { predictionsCsv, predictionsJson } from '../../../../../src/main/formats/datasets/index.ts';

const predicted = [
  {
    photo: 'a.jpg',
    index: 0,
    top: [
      { class: 'bee', probability: 0.75 },
      { class: 'ant', probability: 0.25 },
    ],
  },
  { photo: 'b,c.jpg', index: 1, top: [{ class: 'ant', probability: 1 / 3 }] },
];

test('as CSV they give the likeliest class and every probability in the model’s order', () => {
  expect([...predictionsCsv(predicted, ['ant', 'bee'])].join('')).toBe(
    'filename,class,probability,p(ant),p(bee)\r\na.jpg,bee,0.750000,0.250000,0.750000\r\n"b,c.jpg",ant,0.333333,0.333333,\r\n',
  );
});

test('as JSON they are a list that parses, also when it is empty', () => {
  expect(JSON.parse([...predictionsJson(predicted)].join(''))).toEqual(
    predicted.map(({ photo, top }) => ({ photo, top })),
  );
  expect(JSON.parse([...predictionsJson([])].join(''))).toEqual([]);
});
