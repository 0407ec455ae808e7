// A thread of the process that draws the sample photos: draws the photos that it is told to, one after the other.
import { isMainThread, parentPort } from 'node:worker_threads';
import { invariant } from '../../shared/errors.ts';
import { drawSamplePhoto, type DrawnPhoto } from '../photos/sample/sample.ts';

export type ToDraw = { readonly seed: number; readonly index: number };

invariant(!isMainThread && parentPort, 'photos are drawn in threads of the sample worker');
const port = parentPort;
port.on('message', ({ seed, index }: ToDraw) => {
  void drawSamplePhoto(seed, index).then((drawn: DrawnPhoto) => port.postMessage(drawn));
});
