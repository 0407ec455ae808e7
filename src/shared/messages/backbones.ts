// Texts about what a run can start from: fetching a pretrained network and bringing one in from a file.
import type { MessageTable } from './message.ts';

export const backboneMessages = {
  'reason.download-stalled': { en: 'the connection stopped answering', ko: '연결이 더 이상 응답하지 않아요' },
  'reason.download-unreachable': {
    en: 'the server cannot be reached; check the network',
    ko: '서버에 연결할 수 없어요. 네트워크를 확인하세요',
  },
  'reason.download-cut': { en: 'the connection was cut', ko: '연결이 끊어졌어요' },
  'reason.download-refused': { en: 'the server does not give the file', ko: '서버가 파일을 주지 않아요' },
  'reason.download-insecure': { en: 'the address is not a safe one (https)', ko: '안전한 주소(https)가 아니에요' },
  'reason.download-too-large': {
    en: 'the server sends more than the file has',
    ko: '서버가 파일보다 많은 데이터를 보내요',
  },
  'card.preprocessing-bgr': {
    en: 'Inside the model: the photo is resized to {widthPx} × {heightPx} pixels without keeping its aspect (bilinear, antialiased), its channels are turned round (blue, green, red), then (value - {mean}) / {std}.',
    ko: '모델 안에서 처리해요. 사진을 비율과 상관없이 {widthPx} × {heightPx} 픽셀로 줄이고(쌍선형, 안티에일리어싱) 채널 순서를 뒤집은 뒤(파랑, 초록, 빨강) (값 - {mean}) / {std}을 계산해요.',
  },
  'card.origin-file': { en: 'brought in from the file {file}', ko: '가져온 파일: {file}' },
  'card.origin-download': {
    en: 'pretrained on {dataset} by {author}; fetched from {host}',
    ko: '사전 학습: {dataset} · 만든 곳: {author} · 받은 곳: {host}',
  },
  'card.limit.features-only': {
    en: 'It names no classes by itself: a run gives it a head.',
    ko: '스스로 클래스를 말하지 않아요. 학습하면서 분류 층을 붙여요.',
  },
  'card.limit.cut-off': {
    en: 'The file holds the first {blocks} of {all} blocks only; its features come from there.',
    ko: '파일에 블록 {all}개 중 처음 {blocks}개만 들어 있어서 거기까지의 특징을 써요.',
  },
  'card.limit.cropped': {
    en: 'It was taught on the middle square of each photo; here the whole photo is resized to a square.',
    ko: '사진 가운데의 정사각형으로 학습한 모델인데, 여기서는 사진 전체를 정사각형으로 줄여요.',
  },
  'cli.help.backbones': {
    en: `Usage: npm run fovea -- model list|download|add|remove …

  list                                     what a run can start from, and what of it is on this computer
  download <name> [--json]                 fetches a pretrained network (xception, resnet-50, resnet-152), going on where an earlier
                                           try ended, and checks it
  add <file|folder> [--preprocessing <p>]  brings in a model: Keras, TensorFlow.js, Teachable Machine, safetensors, a model folder
  remove <name>                            removes a fetched one, or one that was brought in
  --preprocessing <p>                      how photos become its input, where the file does not say: minus-one-to-one, zero-to-one,
                                           torchvision, caffe, as-it-is`,
    ko: `사용법: npm run fovea -- model list|download|add|remove …

  list                                     학습을 시작할 수 있는 모델과, 그중 이 컴퓨터에 있는 것
  download <이름> [--json]                 사전 학습 모델(xception, resnet-50, resnet-152)을 내려받아 확인해요. 끊긴 곳부터 이어 받아요
  add <파일|폴더> [--preprocessing <p>]    모델을 가져와요: Keras, TensorFlow.js, Teachable Machine, safetensors, 모델 폴더
  remove <이름>                            내려받거나 가져온 모델을 지워요
  --preprocessing <p>                      파일에 적혀 있지 않을 때 사진을 입력으로 바꾸는 방법: minus-one-to-one, zero-to-one,
                                           torchvision, caffe, as-it-is`,
  },
  'cli.model.here': {
    en: '{name} is on this computer as “{id}”.',
    ko: '{name}을(를) “{id}”(으)로 쓸 수 있어요.',
  },
  'cli.model.removed': { en: '“{id}” was removed.', ko: '“{id}”을(를) 지웠어요.' },
  'cli.model.absent': { en: 'can be downloaded,', ko: '내려받을 수 있음,' },
  'cli.model.source.built-in': { en: 'built in,', ko: '내장,' },
  'cli.model.source.download': { en: 'downloaded,', ko: '내려받음,' },
  'cli.model.source.imported': { en: 'brought in,', ko: '가져옴,' },
  'cli.model.source.project': { en: 'of the project,', ko: '프로젝트,' },
  'cli.model.source.network': { en: 'bare network, from scratch', ko: '처음부터 학습할 네트워크' },
} as const satisfies MessageTable;
