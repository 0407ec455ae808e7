// Sentences of a model's card: made from its facts, on the screen in the person's language, in card.json and card.md in English.
import type { MessageTable } from './message.ts';

export const modelCardMessages = {
  'card.preprocessing': {
    en: 'Inside the model: the photo is resized to {widthPx} × {heightPx} pixels without keeping its aspect (bilinear, antialiased), then (value - {mean}) / {std}.',
    ko: '모델 안에서 처리해요. 사진을 비율과 상관없이 {widthPx} × {heightPx} 픽셀로 줄인 뒤(쌍선형, 안티에일리어싱) (값 - {mean}) / {std}을 계산해요.',
  },
  'card.origin': {
    en: 'pretrained on {dataset}, {classes} classes, by {author}, converted to PyTorch by {converter}; package {package}',
    ko: '사전 학습: {dataset}, 클래스 {classes}개 · 만든 곳: {author} · PyTorch 변환: {converter} · 패키지: {package}',
  },
  'card.frozen': { en: '{origin}; frozen, used as it is', ko: '{origin} · 고정한 채 그대로 사용' },
  'card.learned': {
    en: '{origin}; learned on from {learnedFrom} with these photos',
    ko: '{origin} · {learnedFrom}부터 이 사진으로 더 학습',
  },
  'card.limit.names-always': {
    en: 'It names one of its {classes} classes for every photo, also for a photo that shows none of them.',
    ko: '어떤 사진에든 클래스 {classes}개 중 하나를 말해요. 아무것도 해당하지 않는 사진에도 그래요.',
  },
  'card.limit.like-held-out': {
    en: 'The score holds for photos like the held-out ones: the same cameras, places and kinds of subject.',
    ko: '점수는 남겨 둔 사진과 비슷한 사진에만 맞아요. 카메라, 장소, 찍은 대상이 같은 종류여야 해요.',
  },
  'card.limit.small-things': {
    en: 'Things much smaller than the photo may vanish at {widthPx} × {heightPx} pixels.',
    ko: '사진에 비해 아주 작은 것은 {widthPx} × {heightPx} 픽셀에서 사라질 수 있어요.',
  },
  'card.limit.few-held-out': {
    en: 'The score stands on {photos} {photos|photo|photos} only: look at its interval.',
    ko: '점수가 사진 {photos}장만으로 나왔어요. 구간을 함께 보세요.',
  },
} as const satisfies MessageTable;
