// Texts of the start screen, the folder chooser and the question about sub-folders.
import type { MessageTable } from './message.ts';

export const startMessages = {
  'start.headline': {
    en: 'Label photos, train a model, see honestly how good it is.',
    ko: '사진에 라벨을 붙이고, 모델을 학습하고, 얼마나 정확한지 그대로 확인해요.',
  },
  'start.promise': {
    en: 'Everything stays on this computer. Your photos are read where they are and never written.',
    ko: '모든 것이 이 컴퓨터에 남아요. 사진은 있는 자리에서 읽기만 하고 절대 바꾸지 않아요.',
  },
  'start.drop': { en: 'Drop a folder of photos', ko: '사진 폴더를 끌어다 놓으세요' },
  'start.drop-browser': { en: 'Choose a folder of photos', ko: '사진 폴더를 선택하세요' },
  'start.drop-body': {
    en: 'JPEG, PNG and WebP. Folders named by class become labels.',
    ko: 'JPEG, PNG, WebP를 읽어요. 클래스 이름의 폴더는 라벨이 돼요.',
  },
  'start.drop-now': { en: 'Let go to open this folder', ko: '놓으면 폴더를 열어요' },
  'start.open': { en: 'Open a folder', ko: '폴더 열기' },
  'start.open-body': {
    en: 'Photos with or without class folders, or a Fovea project',
    ko: '클래스 폴더가 있거나 없는 사진 폴더, 또는 Fovea 프로젝트',
  },
  'start.sample': { en: 'Try the sample', ko: '예제 열기' },
  'start.sample-body': {
    en: '60 made photos of nuts, bolts and washers, with labels, boxes and masks',
    ko: '너트, 볼트, 와셔를 그려 만든 사진 60장과 라벨·상자·마스크',
  },
  'start.opening': { en: 'Opening…', ko: '여는 중…' },
  'start.making-sample': { en: 'Making the photos…', ko: '사진을 만드는 중…' },
  'start.recents': { en: 'Recent projects', ko: '최근 프로젝트' },
  'start.recents-empty': {
    en: 'Projects you open stand here. A project remembers every annotation, run and model.',
    ko: '연 프로젝트가 여기에 보여요. 프로젝트는 모든 주석, 학습, 모델을 기억해요.',
  },
  'start.recent-annotated': { en: '{annotated} of {photos} annotated', ko: '{photos}장 중 {annotated}장 주석' },
  'start.recent-missing': {
    en: 'Not found. It was moved, or its drive is not connected.',
    ko: '찾을 수 없어요. 옮겼거나 드라이브가 연결되지 않았어요.',
  },
  'start.recent-find': { en: 'Find the folder…', ko: '폴더 찾기…' },
  'start.recent-forget': { en: 'Take {name} off this list', ko: '{name}을(를) 목록에서 빼기' },

  'chooser.title': { en: 'Open a folder of photos', ko: '사진 폴더 열기' },
  'chooser.title-find': { en: 'Where is the folder now?', ko: '폴더가 지금 어디에 있나요?' },
  'chooser.title-use': { en: 'Choose a folder', ko: '폴더 선택' },
  'chooser.drop-note': {
    en: 'A browser does not tell where a dropped folder lies. Choose it here instead.',
    ko: '브라우저는 끌어다 놓은 폴더의 위치를 알려 주지 않아요. 여기서 선택해 주세요.',
  },
  'chooser.recents': { en: 'Recent projects', ko: '최근 프로젝트' },
  'chooser.computer': { en: 'This computer', ko: '이 컴퓨터' },
  'chooser.home': { en: 'Home', ko: '홈' },
  'chooser.up': { en: 'Up one folder', ko: '상위 폴더' },
  'chooser.path': { en: 'Path', ko: '경로' },
  'chooser.find': { en: 'Find a folder', ko: '폴더 찾기' },
  'chooser.matches': { en: '{found} of {all}', ko: '{all}개 중 {found}개' },
  'chooser.name': { en: 'Name', ko: '이름' },
  'chooser.photos': { en: 'Photos', ko: '사진' },
  'chooser.folders': { en: 'Sub-folders', ko: '하위 폴더' },
  'chooser.none': { en: 'none', ko: '없음' },
  'chooser.not-counted': { en: 'not counted', ko: '세지 않음' },
  'chooser.unreadable': { en: 'cannot be read', ko: '읽을 수 없음' },
  'chooser.project': { en: 'Fovea project', ko: 'Fovea 프로젝트' },
  'chooser.go-in': { en: 'Open {name} to look inside', ko: '{name} 안으로 들어가기' },
  'chooser.empty': { en: 'There are no folders in here.', ko: '이 안에는 폴더가 없어요.' },
  'chooser.privacy': {
    en: 'This page sees only names and counts. No photo is read before you open its folder.',
    ko: '이 페이지는 이름과 개수만 봐요. 폴더를 열기 전에는 사진을 읽지 않아요.',
  },
  'chooser.key-choose': { en: 'choose', ko: '선택' },
  'chooser.key-in': { en: 'go in', ko: '들어가기' },
  'chooser.key-up': { en: 'go up', ko: '나가기' },
  'chooser.key-type': { en: 'type to find', ko: '입력해서 찾기' },
  'chooser.chosen-counts': {
    en: ', {photos} {photos|photo|photos}, {folders} {folders|sub-folder|sub-folders}',
    ko: ', 사진 {photos}장, 하위 폴더 {folders}개',
  },
  'chooser.where': {
    en: 'The project is made in Documents/Fovea/{name}. The photos stay where they are.',
    ko: '프로젝트는 Documents/Fovea/{name}에 만들고, 사진은 제자리에 있어요.',
  },
  'chooser.where-project': { en: 'Opens this project as it was left.', ko: '이 프로젝트를 마지막 상태 그대로 열어요.' },
  'chooser.where-find': {
    en: 'Photos are found again by their place in the folder and by their content.',
    ko: '폴더 안의 위치와 내용으로 사진을 다시 찾아요.',
  },
  'chooser.choose-one': { en: 'Choose a folder.', ko: '폴더를 선택하세요.' },
  'chooser.open': { en: 'Open this folder', ko: '이 폴더 열기' },
  'chooser.use': { en: 'Use this folder', ko: '이 폴더 사용' },

  'question.title': {
    en: '{folders} sub-folders hold photos. Are their names the classes?',
    ko: '하위 폴더 {folders}개에 사진이 있어요. 폴더 이름이 클래스인가요?',
  },
  'question.where': { en: '{photos} {photos|photo|photos}', ko: '사진 {photos}장' },
  'question.class': { en: 'Class', ko: '클래스' },
  'question.in-folder': { en: 'In the folder', ko: '폴더 안' },
  'question.photos': { en: 'Photos', ko: '사진' },
  'question.more': { en: '+{count}', ko: '+{count}' },
  'question.no-class': { en: 'no class', ko: '클래스 없음' },
  'question.beside': {
    en: '{photos} {photos|photo lies|photos lie} beside the folders; not annotated yet',
    ko: '폴더 밖에 있는 사진 {photos}장은 주석 없이 남아요',
  },
  'question.all': { en: 'All', ko: '전체' },
  'question.split-note': {
    en: 'will be split by class, copies kept on one side',
    ko: '클래스별로 나누고, 같은 사진은 한쪽에 둬요',
  },
  'question.split-given': { en: 'split as the folders say', ko: '폴더대로 나눠요' },
  'question.skipped': {
    en: '{skipped} {skipped|file is|files are} left out: not a photo that Fovea reads. Photos lists them with the reason.',
    ko: '파일 {skipped}개는 Fovea가 읽는 사진이 아니어서 뺐어요. 사진 화면에 이유와 함께 보여요.',
  },
  'question.gesture': {
    en: 'One gesture: {key} takes the {labels} labels back, the photos stay.',
    ko: '하나의 작업이에요. {key}로 라벨 {labels}개를 되돌려도 사진은 남아요.',
  },
  'question.only-photos': { en: 'Only the photos', ko: '사진만' },
  'question.use': { en: 'Use the {folders} names as classes', ko: '이름 {folders}개를 클래스로 사용' },

  'rename.title': { en: 'Rename the project', ko: '프로젝트 이름 바꾸기' },
  'rename.name': { en: 'Name', ko: '이름' },
  'rename.note': { en: 'Folders keep their names.', ko: '폴더 이름은 그대로예요.' },
  'rename.do': { en: 'Rename', ko: '이름 바꾸기' },
} as const satisfies MessageTable;
