// Mutations of valid files of every registered format: a reader gives a dataset or refuses with a reason. `npm run bench -- fuzz-datasets` goes on for minutes.
import { expect, test } from 'vitest';
import { datasetReaders } from '../../../../../src/main/formats/datasets/index.ts';
import { fuzzedFormats, mutatedFiles, pollution, readMutation, validFiles } from '../../../../support/dataset-fuzz.ts';

const mutations = 400;

test.each(fuzzedFormats)(
  '%s: no mutation of its files ends otherwise than read or refused',
  { timeout: 120_000 },
  async id => {
    const reader = datasetReaders[id];
    const valid = await validFiles(id);
    const before = pollution();
    const outcomes = { read: 0, refused: 0 };
    for (let seed = 1; seed <= mutations; seed++) {
      try {
        outcomes[await readMutation(reader, mutatedFiles(valid, seed))] += 1;
      } catch (error) {
        throw new Error(`${id}, seed ${seed}: ${String(error)}`, { cause: error });
      }
    }
    expect(pollution()).toEqual(before);
    expect(outcomes.read + outcomes.refused).toBe(mutations);
    expect(outcomes.read).toBeGreaterThan(mutations / 20);
  },
);
