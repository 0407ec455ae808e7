// The route that gives a person's annotations away as one file.
import type { RouteHandlers } from './routes.ts';
import { AppError } from '../../shared/errors.ts';
import { datasetFormats } from '../formats/datasets/index.ts';
import type { Context } from './context.ts';
import { download } from './respond.ts';

/** Annotated photos that are not in the file: excluded ones, and those whose state the format cannot say. */
const leftOutHeader = 'x-fovea-left-out';
/** Pieces are gathered to this many characters, so that a stream of 100,000 short lines is not 100,000 writes. */
const gatheredCharacters = 64 * 1024;

export function annotationDownload({ projects }: Context): Pick<RouteHandlers, '/download/annotations'> {
  return {
    async '/download/annotations'(_request, _parts, url) {
      const name = url.searchParams.get('format') ?? '';
      if (!Object.hasOwn(datasetFormats, name))
        throw new AppError('not-found', { what: `format ${name.slice(0, 20)}` });
      const format = datasetFormats[name as keyof typeof datasetFormats];
      const { store, facts } = projects.current();
      const classes = await store.classesList();
      const all = await store.annotationsAll();
      const photos = all.filter(({ photo }) => !photo.excluded);
      const dataset = { classes, photos };
      const file = { name: `${facts().name}-annotations.${format.extension}`, mime: format.mime };
      const answer = download(streamOf(format.write(dataset)), file);
      answer.headers.set(leftOutHeader, String(all.length - photos.length + format.leftOut(dataset)));
      return answer;
    },
  };
}

/** Text in pieces as a byte stream that is made only as fast as it is read. */
export function streamOf(pieces: Iterable<string>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.iterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      let gathered = '';
      while (gathered.length < gatheredCharacters) {
        const next = iterator.next();
        if (next.done === true) {
          if (gathered !== '') controller.enqueue(encoder.encode(gathered));
          controller.close();
          return;
        }
        gathered += next.value;
      }
      controller.enqueue(encoder.encode(gathered));
    },
  });
}
