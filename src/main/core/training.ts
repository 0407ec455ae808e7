// Calls about training: what a run would do, start, stop. The run itself is in training-run.ts.
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { tfjsFolder } from '../training/engines.ts';
import type { Context } from './context.ts';
import { backbonePlace } from './backbones.ts';
import { chosenRun, type ChosenRun } from './chosen-run.ts';
import type { OpenProject } from './open-project.ts';
import { computerMb, learningOf, plannedMemoryMb, plannedParts, type PlannedPhotos } from './run-plan.ts';
import { createTiming, type Speed, type Timing } from './timing.ts';
import { everyPhotoRead } from './scan-project.ts';
import { startRun, type GoingRun } from './training-run.ts';
import { countsOf, examplesOf, obstacleOf, runPhotos, warningsOf, type RunPhotos } from './training-jobs.ts';
import { knownFeatures } from './known-features.ts';
import { threadsOf } from './settings.ts';

type Names = 'training:plan' | 'training:start' | 'training:stop';

export async function createTraining(
  context: Context,
): Promise<{ readonly handlers: Pick<Handlers, Names>; readonly close: () => Promise<void> }> {
  const { projects, settings, events, options } = context;
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

  async function speedOf(chosen: ChosenRun, { classes }: RunPhotos): Promise<Speed | null> {
    const { backbone, recipe, engine } = chosen;
    const { id, bytes } = backbone;
    return timing.speed({
      identity: `${id} ${bytes}`,
      backbone: await backbonePlace(context, chosen.backbone),
      recipe,
      engine,
      tfjsFolder: tfjsFolder(options.dataFolder),
      classes: Math.max(2, classes.length),
    });
  }

  return {
    handlers: {
      async 'training:plan'(wished) {
        const project = projects.current();
        const chosen = await chosenRun(context, wished);
        const snapshot = await project.store.snapshot();
        const photos = runPhotos(snapshot, chosen.recipe.name);
        const obstacle = obstacleOf(photos);
        const { several, ...leftOut } = snapshot.leftOut;
        const planned = await plannedPhotos(project, chosen, photos);
        const speed = obstacle === null && chosen.backbone.isHere ? await speedOf(chosen, photos) : null;
        const parts = speed && plannedParts(chosen, planned, speed);
        return {
          ...chosen,
          learning: learningOf(chosen.backbone, chosen.recipe),
          parts,
          computerMb: computerMb(),
          ...countsOf(snapshot),
          heldOut: { part: photos.part, examples: examplesOf(photos.heldOut) },
          leftOut: { ...leftOut, notAnnotated: leftOut.notAnnotated + several },
          seconds: parts && parts.reduce((sum, { seconds }) => sum + seconds, 0),
          memoryMb: speed && plannedMemoryMb(chosen, planned, speed),
          obstacle: obstacle as Awaited<ReturnType<Handlers['training:plan']>>['obstacle'],
          warnings: obstacle === null ? warningsOf(snapshot, photos) : [],
          isStarting,
        };
      },
      async 'training:start'(wished) {
        if (going !== null || isStarting) throw new AppError('train-busy');
        const chosen = await chosenRun(context, wished);
        const place = await backbonePlace(context, chosen.backbone);
        setStarting(true);
        try {
          // A photo whose content was not read yet could not be used, and its twins would not be known.
          await everyPhotoRead(context, projects.current());
          const photos = runPhotos(await projects.current().store.snapshot(), chosen.recipe.name);
          const speed = await speedOf(chosen, photos);
          timing.stop();
          const started = startRun(context, timing, { chosen, place, speed, threads: threadsOf(settings.read()) });
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

async function plannedPhotos(project: OpenProject, chosen: ChosenRun, photos: RunPhotos): Promise<PlannedPhotos> {
  const all = await project.store.photosFiles(null);
  const known = await knownFeatures(project, chosen);
  const train = new Set(photos.train.map(photo => photo.id));
  const usable = all.filter(({ hash }) => hash !== '');
  const { heldOut, choosing } = photos;
  const found = usable.filter(({ hash }) => known.has(hash));
  const knownTrain = found.filter(({ id }) => train.has(id)).length;
  return {
    train: train.size,
    heldOut: heldOut.length,
    choosing: choosing.length,
    others: usable.length - train.size - heldOut.length - choosing.length,
    known: { train: knownTrain, others: found.length - knownTrain },
  };
}
