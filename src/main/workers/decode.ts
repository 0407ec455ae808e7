// Entry of a decode worker: a child process that turns untrusted files into pixels for one parent, one request at a time.
import { toErrorRecord } from '../../shared/errors.ts';
import type { DecodeReply, DecodeRequest } from '../photos/decode-messages.ts';
import { createDecodeAnswers } from '../photos/decode-request.ts';
import { prepareDecoder } from '../photos/open-photo.ts';
import { endWithParent } from './end-with-parent.ts';

endWithParent({ hasLongSteps: false });

prepareDecoder();
const answer = createDecodeAnswers();
const reply = (message: DecodeReply): void => void process.send?.(message);

process.on('message', async (request: DecodeRequest) => {
  try {
    const result = await answer(request);
    reply({ state: 'done', result, rssBytes: process.memoryUsage.rss() });
  } catch (error) {
    reply({ state: 'failed', error: toErrorRecord(error), rssBytes: process.memoryUsage.rss() });
  }
});
reply({ state: 'ready' });
