// Works on a project while its disk writes down what it is asked to do. Run as a program in a process with a failing disk:
// `node power-recorder.ts <folder> <where the project as it was goes>`. After each act it writes the last gesture's number to `<folder>/done`.
import fs from 'node:fs';
import path from 'node:path';
import { openMethods } from '../../src/main/store/methods.ts';
import { createProject } from '../../src/main/store/open-project.ts';
import { diskControl } from './failing-disk.ts';
import { plainPhotos } from './plain-photos.ts';

const [, , home = '', copy = ''] = process.argv;
const project = path.join(home, 'project');
const disk = diskControl();

createProject(project, { name: 'Power', photosFolder: '/away', seed: 1, sample: false });
const first = openMethods(project, () => undefined);
first.methods.scanApply(plainPhotos(200), [], false);
await first.close();
fs.cpSync(project, copy, { recursive: true });

const done = fs.openSync(path.join(home, 'done'), 'w');
disk.record(true);
const { methods } = openMethods(project, () => undefined);
const ids = methods.photosFiles(null).map(photo => photo.id);
const classes = ['ant', 'bee'].map(name => methods.classesCreate(name).result.id);
for (let time = 0; time < 120; time++) {
  const classId = classes[time % 2]!;
  // Large ones too, so that the log is taken into the file now and then.
  if (time % 10 === 9) methods.labelsSet(ids, classId, 'replace');
  else if (time % 7 === 6) methods.undo();
  else methods.thingsAdd(ids[time]!, [{ kind: 'box', classId, box: { x: time, y: 1, width: 2, height: 3 } }]);
  fs.writeSync(done, `${methods.historyState().last!.sequence}\n`);
  if (time % 25 === 24) {
    await methods.backupsMake('work');
    // The journal is flushed by a timer.
    await new Promise(resolve => setTimeout(resolve, 600));
  }
}
process.exit();
