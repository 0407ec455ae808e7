// What each error says: what happened, why, and what to do. `{file}`, `{reason}` and the like come from the error's details.
import type { ErrorCode } from '../errors.ts';
import type { Message } from './message.ts';

export const errorMessages = {
  'error.bad-request': {
    en: 'This request was not understood: {reason}. Reload the window; if it happens again, copy the diagnostics from Help.',
    ko: '요청을 이해하지 못했어요: {reason}. 창을 새로 고치고, 또 생기면 도움말에서 진단 정보를 복사해 주세요.',
  },
  'error.not-found': { en: '{what} is not there any more.', ko: '{what}을(를) 더 이상 찾을 수 없어요.' },
  'error.not-allowed': { en: 'Not allowed: {reason}.', ko: '허용되지 않아요: {reason}.' },
  'error.no-project-open': {
    en: 'No project is open. Open a folder of photos first.',
    ko: '열린 프로젝트가 없어요. 먼저 사진 폴더를 여세요.',
  },
  'error.folder-missing': {
    en: 'The folder {folder} was not found. If it was moved or its drive is unplugged, find it again.',
    ko: '폴더 {folder}을(를) 찾을 수 없어요. 옮겼거나 드라이브가 빠져 있다면 다시 찾아 주세요.',
  },
  'error.folder-empty': {
    en: 'There is no photo in {folder}. Fovea reads JPEG, PNG, WebP, HEIC, TIFF, BMP and GIF files; {skipped} other files were looked at.',
    ko: '{folder}에 사진이 없어요. Fovea는 JPEG, PNG, WebP, HEIC, TIFF, BMP, GIF 파일을 읽어요. 다른 파일 {skipped}개를 확인했어요.',
  },
  'error.folder-not-a-folder': {
    en: '{folder} is not a folder. Choose a folder.',
    ko: '{folder}은(는) 폴더가 아니에요. 폴더를 선택하세요.',
  },
  'error.folder-unreadable': {
    en: 'The folder {folder} cannot be read ({reason}). Check its permissions.',
    ko: '폴더 {folder}을(를) 읽을 수 없어요({reason}). 권한을 확인하세요.',
  },
  'error.folder-read-only': {
    en: 'The folder {folder} cannot be written, so nothing was changed. Allow writing to it, or use a folder you may write.',
    ko: '폴더 {folder}에 쓸 수 없어서 아무것도 바꾸지 않았어요. 쓰기를 허용하거나 쓸 수 있는 폴더를 쓰세요.',
  },
  'error.project-newer': {
    en: 'The project {file} was made by a newer Fovea (version {found}, this one knows {known}). Nothing was changed. Update Fovea to open it.',
    ko: '프로젝트 {file}은(는) 더 새로운 Fovea에서 만들었어요(버전 {found}, 이 프로그램은 {known}까지 알아요). 아무것도 바꾸지 않았어요. Fovea를 업데이트해서 여세요.',
  },
  'error.project-damaged': {
    en: 'The project file {file} is damaged: {reason}. It was kept as it is. Restore a backup, or rebuild it from its journal.',
    ko: '프로젝트 파일 {file}이(가) 손상되었어요: {reason}. 파일은 그대로 두었어요. 백업을 복원하거나 기록에서 다시 만드세요.',
  },
  'error.project-in-use': {
    en: 'The project {file} is already open in another Fovea. Close it there first.',
    ko: '프로젝트 {file}이(가) 다른 Fovea에서 열려 있어요. 먼저 그쪽에서 닫으세요.',
  },
  'error.not-a-project': {
    en: '{file} is not a Fovea project: {reason}. It was not changed. Put a copy of your project there, or choose another folder.',
    ko: '{file}은(는) Fovea 프로젝트가 아니에요: {reason}. 아무것도 바꾸지 않았어요. 그 자리에 프로젝트 사본을 넣거나 다른 폴더를 선택하세요.',
  },
  'error.out-folder-not-empty': {
    en: 'The folder {folder} exists and is not empty. Name a new folder with --out.',
    ko: '폴더 {folder}이(가) 이미 있고 비어 있지 않아요. --out에 새 폴더를 지정하세요.',
  },
  'error.disk-full': {
    en: 'The disk is full while writing {file}. Everything saved before is safe; free some space and try again.',
    ko: '{file}을(를) 쓰는 중에 디스크가 가득 찼어요. 이미 저장된 것은 안전해요. 공간을 비우고 다시 시도하세요.',
  },
  'error.disk-failed': {
    en: 'Writing {file} failed ({reason}). The version before is kept.',
    ko: '{file}을(를) 쓰지 못했어요({reason}). 이전 내용은 그대로예요.',
  },
  'error.photo-or-folder-missing': {
    en: 'There is no photo or folder at {path}. Check how it is written.',
    ko: '{path}에 사진이나 폴더가 없어요. 경로를 확인하세요.',
  },
  'error.file-missing': {
    en: 'There is no file at {file}, or it cannot be read. Check how it is written.',
    ko: '{file}에 파일이 없거나 읽을 수 없어요. 경로를 확인하세요.',
  },
  'error.photo-unreadable': { en: '{file} cannot be read ({reason}).', ko: '{file}을(를) 읽을 수 없어요({reason}).' },
  'error.photo-not-an-image': { en: '{file} is not an image.', ko: '{file}은(는) 이미지가 아니에요.' },
  'error.photo-format-unsupported': {
    en: '{file} is a {format} file. Fovea reads JPEG, PNG, WebP, HEIC, TIFF, BMP and GIF; convert it first.',
    ko: '{file}은(는) {format} 파일이에요. Fovea는 JPEG, PNG, WebP, HEIC, TIFF, BMP, GIF를 읽어요. 먼저 변환하세요.',
  },
  'error.photo-damaged': {
    en: '{file} is damaged: {reason}. Replace it with a good copy and rescan.',
    ko: '{file}이(가) 손상되었어요: {reason}. 온전한 파일로 바꾸고 다시 검사하세요.',
  },
  'error.photo-too-large': {
    en: '{file} is too large ({reason}). Make a smaller copy.',
    ko: '{file}이(가) 너무 커요({reason}). 더 작은 사본을 만드세요.',
  },
  'error.photo-placeholder': {
    en: '{file} is left out: by its name it stands for a photo that a server no longer had. Rename it if it is a photo.',
    ko: '{file}은(는) 이름으로 보아 서버에 없던 사진을 대신하는 그림이라 뺐어요. 진짜 사진이면 이름을 바꾸세요.',
  },
  'error.class-name-empty': { en: 'A class needs a name.', ko: '클래스에는 이름이 필요해요.' },
  'error.class-name-too-long': {
    en: 'The class name is longer than {limit} characters.',
    ko: '클래스 이름이 {limit}자보다 길어요.',
  },
  'error.class-name-taken': { en: 'There is already a class named “{name}”.', ko: '“{name}” 클래스가 이미 있어요.' },
  'error.conflict': {
    en: 'This was changed meanwhile, so it was left as it is: {what}.',
    ko: '그 사이에 바뀌어서 그대로 두었어요: {what}.',
  },
  'error.nothing-to-undo': { en: 'There is nothing to undo.', ko: '취소할 작업이 없어요.' },
  'error.nothing-to-redo': { en: 'There is nothing to redo.', ko: '다시 할 작업이 없어요.' },
  'error.gesture-too-large': {
    en: 'That is too much for one change, so nothing was changed. Do it in parts: import fewer files at once, or choose fewer photos.',
    ko: '한 번에 하기에는 너무 많아서 아무것도 바꾸지 않았어요. 파일이나 사진을 나누어 여러 번에 해 주세요.',
  },
  'error.not-the-last-gesture': {
    en: 'That is no longer the last change. The history (Ctrl+H) goes back to any of them.',
    ko: '이제 마지막 작업이 아니에요. 작업 기록(Ctrl+H)에서 어느 작업으로든 돌아갈 수 있어요.',
  },
  'error.unsaved-first': {
    en: 'An earlier change is not saved yet. Save or discard it first.',
    ko: '앞선 작업이 아직 저장되지 않았어요. 먼저 저장하거나 버리세요.',
  },
  'error.train-no-classes': {
    en: 'No photo has a class yet. Give some photos a class, then train.',
    ko: '아직 클래스가 있는 사진이 없어요. 사진에 클래스를 붙인 뒤 학습하세요.',
  },
  'error.train-one-class': {
    en: 'All annotated photos are “{class}”. A network learns to tell classes apart: annotate photos of at least one other class.',
    ko: '주석이 있는 사진이 모두 “{class}”예요. 모델은 클래스를 구별하는 법을 배우므로, 다른 클래스의 사진도 하나 이상 필요해요.',
  },
  'error.train-too-few-photos': {
    en: '“{class}” has {photos} {photos|photo|photos} to learn from; at least {needed} are needed. Annotate more, or delete the class.',
    ko: '“{class}”의 학습 사진이 {photos}장이에요. {needed}장 이상 필요해요. 더 붙이거나 클래스를 삭제하세요.',
  },
  'error.train-no-held-out': {
    en: 'No annotated photo is held out, so no honest score is possible. Move some photos to validation.',
    ko: '검증용으로 남겨 둔 사진이 없어서 정직한 점수를 낼 수 없어요. 일부 사진을 검증으로 옮기세요.',
  },
  'error.train-busy': { en: 'A run is already going on.', ko: '이미 학습 중이에요.' },
  'error.train-test-locked': {
    en: '{photos} of these photos were trained on before, so they cannot become test photos.',
    ko: '이 중 {photos}장은 이미 학습에 쓰여서 테스트 사진이 될 수 없어요.',
  },
  'error.train-diverged': {
    en: 'The training went out of bounds at step {step}: {value} is not a number any more. The weights before it are kept; a smaller learning rate helps most often.',
    ko: '{step}번째 단계에서 학습이 발산했어요. {value} 값이 더 이상 숫자가 아니에요. 그 전까지의 가중치는 그대로 있어요. 학습률을 낮추면 대개 해결돼요.',
  },
  'error.train-memory': {
    en: 'Training {model} with {batch} {batch|photo|photos} at once needs about {neededGb} GB of memory; {availableGb} GB are free. Use smaller photos, fewer at once or a smaller network, or close other programs.',
    ko: '{model}을(를) 한 번에 사진 {batch}장으로 학습하려면 메모리가 {neededGb} GB쯤 필요한데 {availableGb} GB만 비어 있어요. 사진 크기나 한 번에 쓰는 사진 수를 줄이거나, 더 작은 모델을 쓰거나, 다른 프로그램을 닫으세요.',
  },
  'error.dataset-unknown': {
    en: '{file} holds no annotations that Fovea knows. It reads COCO, Pascal VOC, YOLO, labelme, X-AnyLabeling, CreateML, CSV, Label Studio, class folders, mask PNGs, IDX and TFRecord; name the format if it is one of these.',
    ko: '{file}에서 알아볼 수 있는 주석을 찾지 못했어요. COCO, Pascal VOC, YOLO, labelme, X-AnyLabeling, CreateML, CSV, Label Studio, 클래스 폴더, 마스크 PNG, IDX, TFRecord를 읽을 수 있어요. 이 중 하나라면 형식을 골라 주세요.',
  },
  'error.dataset-damaged': {
    en: '{file} cannot be read: {reason}. Nothing was imported from it.',
    ko: '{file}을(를) 읽을 수 없어요: {reason}. 여기서 가져온 것은 없어요.',
  },
  'error.dataset-too-large': {
    en: '{file} is too large ({reason}). Split it into parts.',
    ko: '{file}이(가) 너무 커요({reason}). 나누어 주세요.',
  },
  'error.dataset-empty': {
    en: '{file} holds no annotation that can be imported.',
    ko: '{file}에 가져올 수 있는 주석이 없어요.',
  },
  'error.archive-refused': {
    en: 'The archive {file} was not unpacked: {reason}{at}. Nothing of it was kept.',
    ko: '압축 파일 {file}을(를) 풀지 않았어요: {reason}{at}. 남은 것은 없어요.',
  },
  'error.import-gone': {
    en: 'This import is not there any more. Choose the files again.',
    ko: '이 가져오기는 더 이상 없어요. 파일을 다시 고르세요.',
  },
  'error.journal-ahead': {
    en: '{file} is older than the journal beside it, which tells of {gestures} later {gestures|gesture|gestures}. Restore the project: replay them, or set them aside.',
    ko: '{file}이(가) 옆에 있는 작업 기록보다 오래되었어요. 기록에 이후 작업 {gestures}개가 더 있어요. 프로젝트를 복원해서 다시 적용하거나 따로 두세요.',
  },
  'error.backup-missing': {
    en: 'This backup is not there any more, or it is damaged: {file}. Choose another one.',
    ko: '이 백업은 없어졌거나 손상되었어요: {file}. 다른 백업을 고르세요.',
  },
  'error.restore-failed': {
    en: 'Restoring failed ({reason}). Everything is as it was before.',
    ko: '복원하지 못했어요({reason}). 모두 이전 그대로예요.',
  },
  'error.export-nothing': {
    en: 'The format {format} can hold nothing of what is annotated here, so nothing was written. Choose another format.',
    ko: '{format} 형식에는 여기 있는 주석을 하나도 담을 수 없어서 아무것도 쓰지 않았어요. 다른 형식을 고르세요.',
  },
  'error.export-differs': {
    en: 'The files were written, but read again they say something else ({reason}), so they were not kept. Please report it.',
    ko: '파일을 썼지만 다시 읽으니 내용이 달라서({reason}) 남기지 않았어요. 알려 주세요.',
  },
  'error.video-unreadable': {
    en: 'No frames could be taken from {file}: {reason}.',
    ko: '{file}에서 프레임을 뽑지 못했어요: {reason}.',
  },
  'error.ffmpeg-missing': {
    en: 'Frames of videos are taken with ffmpeg, which is not on this computer. Install it, or export the frames elsewhere.',
    ko: '동영상 프레임은 ffmpeg로 뽑는데 이 컴퓨터에 없어요. ffmpeg를 설치하거나 다른 프로그램에서 프레임을 내보내세요.',
  },
  'error.worker-died': {
    en: 'The {worker} process ended unexpectedly ({reason}). Your annotations are safe. Try again.',
    ko: '{worker} 프로세스가 예기치 않게 끝났어요({reason}). 주석은 안전해요. 다시 시도하세요.',
  },
  'error.worker-stuck': {
    en: 'The {worker} process did not answer for {seconds} s and was ended. Try again.',
    ko: '{worker} 프로세스가 {seconds}초 동안 답하지 않아 끝냈어요. 다시 시도하세요.',
  },
  'error.cancelled': { en: 'Cancelled.', ko: '취소했어요.' },
  'error.model-invalid': {
    en: 'The model {file} cannot be used: {reason}.',
    ko: '모델 {file}을(를) 사용할 수 없어요: {reason}.',
  },
  'error.model-missing': {
    en: 'There is no model in {file}. Choose a folder with model.json and weights.safetensors.',
    ko: '{file}에 모델이 없어요. model.json과 weights.safetensors가 있는 폴더를 선택하세요.',
  },
  'error.model-damaged': {
    en: 'The model file {file} is damaged: {reason}. Train again or restore it.',
    ko: '모델 파일 {file}이(가) 손상되었어요: {reason}. 다시 학습하거나 복원하세요.',
  },
  'error.built-in-model-damaged': {
    en: 'The built-in model file {file} is damaged: {reason}. Install Fovea again.',
    ko: '내장 모델 파일 {file}이(가) 손상되었어요: {reason}. Fovea를 다시 설치하세요.',
  },
  'error.engine-failed': {
    en: 'The engine could not compute this: {reason}.',
    ko: '엔진이 계산하지 못했어요: {reason}.',
  },
  'error.engine-missing': {
    en: 'The engine {engine} cannot be used on this computer: {reason}. Set it up with `npm run engine:tfjs`, or train with ONNX Runtime.',
    ko: '이 컴퓨터에서 엔진 {engine}을(를) 쓸 수 없어요: {reason}. `npm run engine:tfjs`로 설치하거나 ONNX Runtime으로 학습하세요.',
  },
  'error.backbone-missing': {
    en: '{name} is not on this computer yet. Download it on the Models screen, or with “fovea model download”.',
    ko: '{name}은(는) 아직 이 컴퓨터에 없어요. 모델 화면이나 “fovea model download”로 내려받으세요.',
  },
  'error.recipe-unfit': {
    en: '{backbone} cannot be trained in this way: {reason}. Choose another recipe, photo size or backbone.',
    ko: '{backbone}은(는) 이 방식으로 학습할 수 없어요: {reason}. 다른 방법이나 사진 크기, 백본을 고르세요.',
  },
  'error.download-failed': {
    en: 'The download from {host} did not finish: {reason}. What has arrived is kept; start it again to go on from there.',
    ko: '{host}에서 내려받기를 마치지 못했어요: {reason}. 받은 부분은 남겨 두었으니 다시 시작하면 이어서 받아요.',
  },
  'error.download-damaged': {
    en: 'The file from {host} is not the one that was published (its checksum differs), so it was removed. Download it again.',
    ko: '{host}에서 받은 파일이 공개된 파일과 달라서(체크섬 불일치) 지웠어요. 다시 내려받으세요.',
  },
  'error.export-failed': {
    en: 'The export to {file} failed: {reason}. The trained model is kept.',
    ko: '{file}(으)로 내보내지 못했어요: {reason}. 학습한 모델은 그대로 있어요.',
  },
  'error.upload-too-large': { en: '{file} is larger than {limit}.', ko: '{file}이(가) {limit}보다 커요.' },
  'error.usage': { en: '{reason}', ko: '{reason}' },
  'error.internal': {
    en: 'Something went wrong inside Fovea: {reason}. Your annotations are safe; copy the diagnostics from Help and report it.',
    ko: 'Fovea 안에서 문제가 생겼어요: {reason}. 주석은 안전해요. 도움말에서 진단 정보를 복사해 알려 주세요.',
  },
} as const satisfies Record<`error.${ErrorCode}`, Message>;
