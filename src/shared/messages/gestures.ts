// How a gesture is named in the status bar and the history: gesture.<kind>, filled from its details. An undo or redo carries the kind of
// the gesture it is about as `of`, and that gesture's details, so that both can be named together.
import type { MessageTable } from './message.ts';

export const gestureMessages = {
  'gesture.labels-set': { en: '{class} on {photos} {photos|photo|photos}', ko: '사진 {photos}장에 {class}' },
  'gesture.labels-removed': {
    en: '{class} taken off {photos} {photos|photo|photos}',
    ko: '사진 {photos}장에서 {class} 제거',
  },
  'gesture.labels-cleared': {
    en: 'Labels cleared on {photos} {photos|photo|photos}',
    ko: '사진 {photos}장의 라벨 지움',
  },
  'gesture.things-cleared': {
    en: 'Boxes cleared on {photos} {photos|photo|photos}',
    ko: '사진 {photos}장의 상자 지움',
  },
  'gesture.nothing-here': {
    en: 'Nothing here on {photos} {photos|photo|photos}',
    ko: '사진 {photos}장에 해당 없음 표시',
  },
  'gesture.box-added': { en: '{boxes} {boxes|box|boxes} of {class} drawn', ko: '{class} 상자 {boxes}개 추가' },
  'gesture.box-changed': { en: 'Box of {class} changed', ko: '{class} 상자 수정' },
  'gesture.boxes-deleted': { en: '{boxes} {boxes|box|boxes} deleted', ko: '상자 {boxes}개 삭제' },
  'gesture.things-added': { en: '{things} {shape} of {class} drawn', ko: '{class} {shape} {things}개 추가' },
  'gesture.thing-changed': { en: 'A {shape} of {class} changed', ko: '{class} {shape} 수정' },
  'gesture.things-deleted': {
    en: '{things} drawn {things|annotation|annotations} deleted',
    ko: '그린 주석 {things}개 삭제',
  },
  'gesture.class-created': { en: 'Class {class} created', ko: '{class} 클래스 추가' },
  'gesture.class-changed': { en: 'Class {class} changed', ko: '{class} 클래스 수정' },
  'gesture.class-deleted': {
    en: 'Class {class} deleted with {annotations} {annotations|annotation|annotations} on {photos} {photos|photo|photos}',
    ko: '{class} 클래스와 사진 {photos}장의 주석 {annotations}개 삭제',
  },
  'gesture.excluded': { en: '{photos} {photos|photo|photos} excluded', ko: '사진 {photos}장 제외' },
  'gesture.included': { en: '{photos} {photos|photo|photos} included again', ko: '사진 {photos}장 다시 포함' },
  'gesture.split-moved': {
    en: '{photos} {photos|photo|photos} moved to another split',
    ko: '사진 {photos}장의 분할 변경',
  },
  'gesture.class-folders': {
    en: 'Folder names read: {classes} new {classes|class|classes}, {photos} {photos|photo|photos}',
    ko: '폴더 이름 적용: 새 클래스 {classes}개, 사진 {photos}장',
  },
  'gesture.class-merged': {
    en: 'Class {class} merged into {into} with {annotations} {annotations|annotation|annotations}',
    ko: '{class} 클래스를 {into}에 합침, 주석 {annotations}개',
  },
  'gesture.class-split': {
    en: '{photos} {photos|photo|photos} of {before} made the class {class}',
    ko: '{before} 사진 {photos}장을 {class} 클래스로 나눔',
  },
  'gesture.imported': {
    en: '{files} imported: {annotations} {annotations|annotation|annotations} on {photos} {photos|photo|photos}',
    ko: '{files} 가져옴: 사진 {photos}장에 주석 {annotations}개',
  },
  'gesture.kept-together': {
    en: '{photos} {photos|photo|photos} kept together',
    ko: '사진 {photos}장을 같은 분할에 묶음',
  },
  'gesture.photo-restored': { en: '{photo} brought back to an earlier state', ko: '{photo}을(를) 이전 상태로 되돌림' },
  /** An undo or redo of a journal with a gap: what it was about may be lost. */
  'gesture.recovered': { en: 'Recovered from the journal', ko: '작업 기록에서 되살림' },
  'gesture.undo': { en: 'Undone', ko: '실행 취소함' },
  'gesture.redo': { en: 'Done again', ko: '다시 실행함' },
  /** `{shape}` above: what was drawn, for `things` of them. */
  'gesture-shape.box': { en: '{things|box|boxes}', ko: '{things|상자|상자}' },
  'gesture-shape.rotated-box': { en: '{things|rotated box|rotated boxes}', ko: '{things|회전 상자|회전 상자}' },
  'gesture-shape.polygon': { en: '{things|polygon|polygons}', ko: '{things|다각형|다각형}' },
  'gesture-shape.mask': { en: '{things|mask|masks}', ko: '{things|마스크|마스크}' },
  'gesture-shape.point': { en: '{things|point|points}', ko: '{things|점|점}' },
  'gesture-shape.things': { en: '{things|annotation|annotations}', ko: '{things|주석|주석}' },
} as const satisfies MessageTable;
