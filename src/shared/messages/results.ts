// Texts of the Results screen.
import type { MessageTable } from './message.ts';

export const resultsMessages = {
  'results.baseline': { en: 'always “{class}”', ko: '항상 “{class}”' },
  'results.none': { en: 'No results yet', ko: '아직 결과가 없어요' },
  'results.none.body': {
    en: 'Train once, and how good the model is stands here: its score with its uncertainty, and every photo it got wrong.',
    ko: '한 번 학습하면 모델이 얼마나 정확한지 여기에 나와요. 점수와 그 불확실성, 그리고 틀린 사진 하나하나를 볼 수 있어요.',
  },
  'results.to-train': { en: 'Go to Train', ko: '학습으로 이동' },
  'results.choose': { en: 'Choose a run', ko: '학습 실행 선택' },
  'results.run': { en: 'Run {id}', ko: '실행 {id}' },
  'results.run.about': { en: '{backbone}, {recipe}, {time}, {when}', ko: '{backbone}, {recipe}, {time}, {when}' },
  'results.delete': { en: 'Delete this run', ko: '이 학습 실행 삭제' },
  'results.delete.title': { en: 'Delete run {id}?', ko: '실행 {id}을(를) 삭제할까요?' },
  'results.delete.body.no-model': {
    en: 'The run goes from the list. You can take this back until the project is closed.',
    ko: '학습 실행이 목록에서 사라져요. 프로젝트를 닫기 전까지 되돌릴 수 있어요.',
  },
  'results.delete.body': {
    en: 'The run, its scores and its model go. You can take this back until the project is closed.',
    ko: '학습 실행과 점수, 모델이 사라져요. 프로젝트를 닫기 전까지 되돌릴 수 있어요.',
  },
  'results.deleted': { en: 'Run {id} deleted.', ko: '실행 {id}을(를) 삭제했어요.' },
  'results.next': { en: 'Next', ko: '다음' },
  'results.warning.constant-predictions': {
    en: 'The model names the same class for every photo. It has not learned to tell them apart; the score is that of always naming one class.',
    ko: '모델이 모든 사진에 같은 클래스를 답해요. 구별하는 법을 배우지 못했고, 점수는 한 클래스만 답할 때와 같아요.',
  },
  'results.warning.few-photos': {
    en: 'Few photos were held out: the band shows how rough this score is.',
    ko: '채점한 사진이 적어요. 띠가 이 점수가 얼마나 거친지 보여줘요.',
  },
  'results.warning.stale': {
    en: 'Labels, splits or excluded photos changed since this run. Train again for a score of what is there now.',
    ko: '이번 실행 뒤로 라벨, 분할, 제외한 사진이 바뀌었어요. 지금 상태의 점수를 보려면 다시 학습하세요.',
  },
  'results.warning.chose-epoch': {
    en: 'These photos also chose the best epoch, so the score is a little kind.',
    ko: '이 사진들로 가장 좋은 에포크도 골랐기 때문에 점수가 조금 후해요.',
  },
  'results.warning.batch-split': {
    en: 'Memory was short, so batches went through in parts; that took longer.',
    ko: '메모리가 모자라 배치를 나누어 계산했어요. 그만큼 더 오래 걸렸어요.',
  },
  'results.warning.diverged': {
    en: 'Stage 2 ran off: its numbers grew beyond all bounds. The best from before was kept; a smaller learning rate helps.',
    ko: '2단계에서 값이 끝없이 커져 발산했어요. 그 전의 가장 좋은 결과를 남겼어요. 학습률을 줄여 보세요.',
  },
  'results.no-test.staged': {
    en: 'No test photos are set aside: this is the score on validation photos.',
    ko: '따로 둔 테스트 사진이 없어서, 검증 사진의 점수예요.',
  },
  'results.no-test': {
    en: 'No test photos are set aside: this is the score on validation photos, scored once by this run.',
    ko: '따로 둔 테스트 사진이 없어서, 이번 실행이 한 번 채점한 검증 사진의 점수예요.',
  },
  'results.confusion': { en: 'Confusion', ko: '혼동 행렬' },
  'results.confusion.note': { en: 'rows: your label, columns: the model', ko: '행: 내 라벨, 열: 모델' },
  'results.cell': {
    en: 'Labelled {actual}, model says {predicted}: {count} {count|photo|photos}',
    ko: '라벨 {actual}, 모델 {predicted}: 사진 {count}장',
  },
  'results.cell.close': { en: 'Close these photos', ko: '이 사진 닫기' },
  'results.cell.empty': { en: 'No photo here.', ko: '해당하는 사진이 없어요.' },
  'results.classes': { en: 'By class', ko: '클래스별' },
  'results.class': { en: 'Class', ko: '클래스' },
  'results.photos': { en: 'Photos', ko: '사진' },
  'results.precision': { en: 'Precision', ko: '정밀도' },
  'results.precision.help': {
    en: 'Of the photos named this class, how many are',
    ko: '이 클래스라고 답한 사진 중 맞은 비율',
  },
  'results.recall': { en: 'Recall', ko: '재현율' },
  'results.recall.help': {
    en: 'Of the photos of this class, how many were found',
    ko: '이 클래스의 사진 중 찾아낸 비율',
  },
  'results.recall.interval': { en: 'Recall, 95 % interval', ko: '재현율의 95% 구간' },
  'results.f1': { en: 'F1', ko: 'F1' },
  'results.f1.help': { en: 'Precision and recall in one number', ko: '정밀도와 재현율을 하나로 나타낸 값' },
  'results.calibration': { en: 'Calibration', ko: '보정' },
  'results.calibration.note': { en: 'is 0.9 right nine times in ten?', ko: '0.9라면 열 번 중 아홉 번 맞을까요?' },
  'results.calibration.off': {
    en: 'Off by {points} points on average. Lines: 95 % interval.',
    ko: '평균 {points}포인트 차이가 나요. 가는 선은 95% 구간이에요.',
  },
  'results.calibration.bin': {
    en: 'Score {from} to {to}: {photos} {photos|photo|photos}, {accuracy} right',
    ko: '점수 {from}~{to}: 사진 {photos}장, {accuracy} 정답',
  },
  'results.calibration.x': { en: 'score the model gives', ko: '모델이 준 점수' },
  'results.mistakes': { en: 'Worst mistakes', ko: '가장 확신하고 틀린 사진' },
  'results.mistakes.note': {
    en: 'all {count}, most certain first; click a photo to check its label',
    ko: '모두 {count}장, 확신이 큰 것부터. 사진을 눌러 라벨을 확인하세요.',
  },
  'results.mistakes.none': { en: 'None: every held-out photo is right.', ko: '없어요. 남겨 둔 사진을 모두 맞혔어요.' },
  'results.tile': {
    en: '{name}: labelled {actual}, model says {predicted}, {score}',
    ko: '{name}: 라벨 {actual}, 모델 {predicted}, {score}',
  },
  'results.exclude': { en: 'Exclude', ko: '제외' },
  'results.chosen.text': {
    en: '{epochs} {epochs|epoch|epochs} and strength {strength}, by cross-validation inside train. Nothing was chosen on the photos scored here.',
    ko: '학습 사진 안의 교차 검증으로 {epochs} 에포크와 강도 {strength}을(를) 골랐어요. 여기서 채점한 사진으로는 아무것도 고르지 않았어요.',
  },
} as const satisfies MessageTable;
