// Calls about training: what one click would do, start, stop. The run itself is in training-run.ts.
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Context } from './context.ts';
import { createTiming, type Timing } from './timing.ts';
import { everyPhotoRead } from './scan-project.ts';
import { startRun, type GoingRun } from './training-run.ts';
import { backboneName, countsOf, examplesOf, obstacleOf, runPhotos, warningsOf } from './training-jobs.ts';
import { knownFeatures } from './known-features.ts';
import { threadsOf } from './settings.ts';

type Names = 'training:plan' | 'training:start' | 'training:stop';

/** Original and flipped: variants of each train photo that the backbone sees. */
const variants = 2;
/** Measured: engine process with the backbone's session, its threads and the decode workers; then float32 features. */
const engineMb = 700;
const featureMb = (1280 * 4) / 1e6;

export async function createTraining(
  context: Context,
): Promise<{ readonly handlers: Pick<Handlers, Names>; readonly close: () => Promise<void> }> {
  const { projects, settings, events } = context;
  const timing: Timing = await createTiming(context);
  let going: GoingRun | null = null;
  let isStarting = false;

  async function endRun(): Promise<void> {
    going?.cancel();
    await going?.ended;
  }
  projects.onClose(endRun);
  function setStarting(is: boolean): void {
    isStarting = is;
    events.emit('data:changed', { subjects: ['runs'], photos: null });
  }

  return {
    handlers: {
      async 'training:plan'() {
        const project = projects.current();
        const snapshot = await project.store.snapshot();
        const photos = runPhotos(snapshot);
        const obstacle = obstacleOf(photos);
        const { several, ...leftOut } = snapshot.leftOut;
        const all = await project.store.photosFiles(null);
        const known = await knownFeatures(project);
        const train = new Set(photos.train.map(photo => photo.id));
        const uncached = all
          .filter(file => file.hash !== '' && !known.has(file.hash))
          .reduce((sum, file) => sum + (train.has(file.id) ? variants : 1), 0);
        const seconds = obstacle === null ? timing.estimate({ uncached, train: photos.train.length }) : null;
        return {
          backbone: backboneName,
          ...countsOf(snapshot),
          heldOut: { part: photos.part, examples: examplesOf(photos.heldOut) },
          leftOut: { ...leftOut, notAnnotated: leftOut.notAnnotated + several },
          seconds,
          memoryMb: Math.round(engineMb + featureMb * (photos.train.length * variants + photos.heldOut.length)),
          obstacle: obstacle as Awaited<ReturnType<Handlers['training:plan']>>['obstacle'],
          warnings: obstacle === null ? warningsOf(snapshot, photos) : [],
          isStarting,
        };
      },
      async 'training:start'({ seed }) {
        if (going !== null || isStarting) throw new AppError('train-busy');
        setStarting(true);
        try {
          // A photo whose content was not read yet could not be used, and its twins would not be known.
          await everyPhotoRead(context, projects.current());
          timing.stop();
          const started = startRun(context, timing, { seed: seed ?? null, threads: threadsOf(settings.read()) });
          going = started.going;
          void started.going.ended.finally(() => (going = null));
          return await started.answer;
        } finally {
          setStarting(false);
        }
      },
      'training:stop'({ keep }) {
        if (going === null) throw new AppError('not-found', { what: 'run' });
        if (keep) going.stopAndKeep();
        else going.cancel();
        return null;
      },
    },
    async close() {
      await endRun();
      await timing.close();
    },
  };
}
