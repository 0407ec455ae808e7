// Texts of the command line about photos: `fovea check` and `fovea frames`.
import type { MessageTable } from './message.ts';

export const cliPhotoMessages = {
  'cli.help.check': {
    en: `Usage: npm run fovea -- check <project> [--json]

Checks a project: whether its file is whole, which photos are missing or damaged, which are copies or near-duplicates, and which twins
lie on different sides of the split. Exit code 1 where the file is not whole, photos are missing or damaged, or twins lie across.
  --json   {project, ok, file: {ok, findings}, photos, read, missing, damaged, leftOut, leaks, duplicates, bursts, notices, seconds}`,
    ko: `사용법: npm run fovea -- check <프로젝트> [--json]

프로젝트를 점검해요. 파일이 온전한지, 없거나 손상된 사진이 있는지, 똑같거나 거의 같은 사진이 있는지, 닮은 사진이 서로 다른 분할에
나뉘어 있는지 확인해요. 파일이 온전하지 않거나, 없거나 손상된 사진이 있거나, 닮은 사진이 나뉘어 있으면 종료 코드가 1이에요.
  --json   {project, ok, file: {ok, findings}, photos, read, missing, damaged, leftOut, leaks, duplicates, bursts, notices, seconds}`,
  },
  'cli.help.frames': {
    en: `Usage: npm run fovea -- frames <video> --out <folder> [--every <time>] [--json]

Takes frames out of a video with the ffmpeg of this computer, into <folder>/<video>.frames. Fovea keeps the photos of such a folder on
one side of the split.
  --every <time>   one frame for each span: 500ms, 2s, 1m (default 1s)
  --json           {folder, frames}`,
    ko: `사용법: npm run fovea -- frames <동영상> --out <폴더> [--every <시간>] [--json]

이 컴퓨터의 ffmpeg로 동영상에서 프레임을 뽑아 <폴더>/<동영상>.frames에 넣어요. 이런 폴더의 사진은 언제나 같은 분할에 들어가요.
  --every <시간>   이 간격마다 프레임 하나: 500ms, 2s, 1m (기본값 1s)
  --json           {folder, frames}`,
  },
  'cli.usage.time': {
    en: '--every needs a time such as 500ms, 2s or 1m, at least 1ms and at most 24h, not “{given}”.',
    ko: '--every에는 500ms, 2s, 1m 같은 시간이 필요해요. 1ms부터 24h까지예요. “{given}”은(는) 안 돼요.',
  },
  'cli.progress.frames': { en: 'Taking frames', ko: '프레임을 뽑는 중' },
  'cli.frames.done': {
    en: 'Wrote {frames} {frames|frame|frames} to {folder}.',
    ko: '{folder}에 프레임 {frames}장을 저장했어요.',
  },
  'cli.check.file-fine': { en: 'The project’s file is whole.', ko: '프로젝트 파일이 온전해요.' },
  'cli.check.file-damaged': {
    en: 'The project’s file is damaged ({what}: {detail}). Use “fovea restore” to bring it back.',
    ko: '프로젝트 파일이 손상되었어요({what}: {detail}). “fovea restore”로 되돌리세요.',
  },
  'cli.check.photos': {
    en: '{photos} {photos|photo|photos}, {read} read; {copies} {copies|set|sets} of copies, {near} of near-duplicates, {bursts} {bursts|burst|bursts}.',
    ko: '사진 {photos}장, {read}장 읽음. 똑같은 사진 {copies}묶음, 거의 같은 사진 {near}묶음, 연속 촬영 {bursts}묶음.',
  },
  'cli.check.missing': { en: 'Missing: {photo}', ko: '없음: {photo}' },
  'cli.check.damaged': { en: 'Damaged: {photo}', ko: '손상: {photo}' },
  'cli.check.leak': {
    en: 'Twins on different sides ({alike}): {photos}',
    ko: '서로 다른 분할에 있는 닮은 사진({alike}): {photos}',
  },
  'cli.check.good': { en: 'Nothing to fix.', ko: '고칠 점이 없어요.' },
} as const satisfies MessageTable;
