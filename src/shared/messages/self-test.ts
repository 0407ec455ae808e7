// Rows of the self-test: the thing, what was measured, and why something is not here or failed. Reasons that are errors have the errors' texts.
import type { MessageTable } from './message.ts';

export const selfTestThings = {
  'self-test.thing.node': { en: 'Node and processor', ko: 'Node와 프로세서' },
  'self-test.thing.memory': { en: 'Memory', ko: '메모리' },
  'self-test.thing.store': { en: 'Project store (SQLite)', ko: '프로젝트 저장소(SQLite)' },
  'self-test.thing.data-folder': { en: 'Data folder', ko: '데이터 폴더' },
  'self-test.thing.display': { en: 'Display', ko: '화면' },
  'self-test.thing.electron': { en: 'Electron', ko: 'Electron' },
  'self-test.thing.program-files': { en: 'Program files', ko: '프로그램 파일' },
  'self-test.thing.vector': { en: 'Vector instructions', ko: '벡터 명령어' },
  'self-test.thing.onnx-runtime': { en: 'ONNX Runtime', ko: 'ONNX Runtime' },
  'self-test.thing.temporary-folder': { en: 'Temporary folder', ko: '임시 폴더' },
  'self-test.thing.built-in-model': { en: 'Built-in model', ko: '내장 모델' },
  'self-test.thing.training-step': { en: 'Training step', ko: '학습 단계' },
  'self-test.thing.blocked-kernels': { en: 'Fast training kernels', ko: '빠른 학습 커널' },
  'self-test.thing.devices': { en: 'Other devices', ko: '다른 장치' },
  'self-test.thing.decoding': { en: 'Decoding', ko: '사진 읽기' },
  'self-test.thing.one-click-run': { en: 'One-click run', ko: '원클릭 학습' },
  'self-test.thing.export': { en: 'Export and reading back', ko: '내보내기와 다시 읽기' },
  'self-test.thing.engine': { en: 'Engine', ko: '엔진' },
} as const satisfies MessageTable;

export const selfTestMeasures = {
  'self-test.measured.node': {
    en: 'Node {node}, V8 {v8}, {cores} × {processor}',
    ko: 'Node {node}, V8 {v8}, {processor} × {cores}',
  },
  'self-test.measured.memory': { en: '{free} GB free of {total} GB', ko: '{total} GB 중 {free} GB 비어 있음' },
  'self-test.measured.store': {
    en: 'written, undone and read back in {milliseconds} ms',
    ko: '쓰고, 취소하고, 다시 읽기까지 {milliseconds}밀리초',
  },
  'self-test.measured.data-folder': {
    en: '{megabytes} MB written and flushed, {rate} MB/s',
    ko: '{megabytes} MB를 디스크까지 저장, {rate} MB/s',
  },
  'self-test.measured.electron-here': { en: 'this window', ko: '이 창' },
  'self-test.measured.program-files': {
    en: '{count} files against their checksums',
    ko: '파일 {count}개를 체크섬과 비교',
  },
  'self-test.measured.vector': {
    en: '{features}, {threads} {threads|thread|threads}',
    ko: '{features}, 스레드 {threads}개',
  },
  'self-test.measured.onnx-runtime': {
    en: 'ONNX Runtime {version}: {providers}; in use: cpu',
    ko: 'ONNX Runtime {version}: {providers}, 사용 중: cpu',
  },
  'self-test.measured.temporary-folder': { en: '{rate} MB/s, flushed', ko: '디스크까지 저장, {rate} MB/s' },
  'self-test.measured.built-in-model': {
    en: '{name}, {weights} weights and {classes} class names, checksums right',
    ko: '{name}, 가중치 {weights}개와 클래스 이름 {classes}개, 체크섬 일치',
  },
  'self-test.measured.training-step': {
    en: '{steps} steps, largest difference {difference}',
    ko: '{steps}단계, 가장 큰 차이 {difference}',
  },
  'self-test.measured.blocked-kernels': {
    en: 'blocks of {block} channels, {steps} steps against the portable form, largest difference {difference}',
    ko: '채널 {block}개 단위, 기본 방식과 {steps}단계 비교, 가장 큰 차이 {difference}',
  },
  'self-test.measured.devices': {
    en: '{times} for a step of a small network; fastest: {device}',
    ko: '작은 신경망의 한 단계에 {times}, 가장 빠른 장치: {device}',
  },
  'self-test.measured.cpu-only': { en: 'training runs on the CPU', ko: '학습은 CPU에서 실행' },
  'self-test.measured.decoding': {
    en: '{photos} photos in {seconds} s, the decoder’s start included',
    ko: '사진 {photos}장에 {seconds}초, 디코더 시작 포함',
  },
  'self-test.measured.one-click-run': {
    en: '{photos} photos, {correct} of {total} held out right, {seconds} s',
    ko: '사진 {photos}장, 검증 {total}장 중 {correct}장 맞음, {seconds}초',
  },
  'self-test.measured.export': {
    en: '{megabytes} MB, {same} of {photos} the same, largest difference {difference}, {seconds} s',
    ko: '{megabytes} MB, {photos}장 중 {same}장 같음, 가장 큰 차이 {difference}, {seconds}초',
  },
  'self-test.measured.engine': { en: '{count} checks', ko: '점검 {count}개' },
} as const satisfies MessageTable;

export const selfTestReasons = {
  'self-test.reason.memory-little': {
    en: 'A run may need 1.5 GB: close other programs first.',
    ko: '학습에는 1.5 GB까지 필요할 수 있어요. 먼저 다른 프로그램을 닫으세요.',
  },
  'self-test.reason.history-lost': {
    en: 'The history of a new project was not read back. Check the disk.',
    ko: '새 프로젝트의 작업 기록을 다시 읽지 못했어요. 디스크를 확인하세요.',
  },
  'self-test.reason.no-display': {
    en: 'No display: Fovea is served to a browser instead of its own window.',
    ko: '화면이 없어서 Fovea가 창 대신 브라우저에서 열려요.',
  },
  'self-test.reason.no-electron': {
    en: 'Not here: Fovea opens in the browser. npm start fetches it where there is a display and a network.',
    ko: '없어서 Fovea가 브라우저에서 열려요. 화면과 네트워크가 있으면 npm start가 내려받아요.',
  },
  'self-test.reason.files-changed': {
    en: 'Changed or missing: {files}. Install Fovea again.',
    ko: '바뀌었거나 없는 파일: {files}. Fovea를 다시 설치하세요.',
  },
  'self-test.reason.step-off': {
    en: 'A training step is off by {difference}: training here would not be right.',
    ko: '학습 단계가 {difference}만큼 어긋나요. 여기서는 학습 결과가 올바르지 않아요.',
  },
  'self-test.reason.portable-kernels': {
    en: 'Networks are trained with the portable kernels, which takes longer. The numbers are the same: {reason}',
    ko: '신경망을 기본 커널로 학습해서 시간이 더 걸려요. 결과는 같아요. 이유: {reason}',
  },
  'self-test.reason.devices-refused': { en: 'Not usable here: {refused}', ko: '여기서는 쓸 수 없어요: {refused}' },
  'self-test.reason.decoded-differently': {
    en: 'The decoder read other bytes than were written in {count} of {photos} photos. Check the disk.',
    ko: '사진 {photos}장 중 {count}장에서 저장한 것과 다른 내용을 읽었어요. 디스크를 확인하세요.',
  },
  'self-test.reason.photos-unreadable': {
    en: '{count} of the made photos could not be read.',
    ko: '만든 사진 중 {count}장을 읽지 못했어요.',
  },
  'self-test.reason.not-told-apart': {
    en: 'Only {correct} of {total} discs and bars were told apart.',
    ko: '원판과 막대 {total}장 중 {correct}장만 구별했어요.',
  },
  'self-test.reason.export-differs': {
    en: 'The exported file gives the same class on {same} of {photos} photos, largest difference {difference}.',
    ko: '내보낸 파일이 사진 {photos}장 중 {same}장에서 같은 클래스를 내요. 가장 큰 차이 {difference}.',
  },
  'self-test.reason.engine': { en: 'Another line says what failed.', ko: '무엇이 실패했는지 다른 줄에 있어요.' },
} as const satisfies MessageTable;
