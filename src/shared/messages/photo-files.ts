// Why a photo's file cannot be used (fills `{reason}` of the photo errors), and what is worth knowing of one that can.
import type { MessageTable } from './message.ts';

export const photoFileMessages = {
  'reason.broken-data': { en: 'its data is broken', ko: '데이터가 깨졌어요' },
  'reason.took-too-long': { en: 'reading it took too long', ko: '읽는 데 너무 오래 걸렸어요' },
  'reason.reader-crashed': { en: 'the program that reads photos crashed on it', ko: '사진을 읽는 프로그램이 멈췄어요' },
  'reason.too-many-pixels': { en: 'more than 100 megapixels', ko: '1억 픽셀을 넘어요' },
  'reason.too-many-bytes': { en: 'more than 200 MB', ko: '200 MB를 넘어요' },
  'reason.too-much-memory': {
    en: 'more than 400 MB once it is decoded',
    ko: '풀면 400 MB를 넘어요',
  },
  'reason.file-gone': { en: 'the file is not there any more', ko: '파일이 더 이상 없어요' },
  'reason.no-permission': { en: 'its permissions do not allow it', ko: '읽을 권한이 없어요' },
  'reason.read-failed': { en: 'the disk did not give its content', ko: '디스크에서 내용을 읽지 못했어요' },
  'reason.name-not-text': {
    en: 'its name has bytes that are not text; rename it',
    ko: '이름에 글자가 아닌 바이트가 있어요. 이름을 바꿔 주세요',
  },
  'reason.link-outside': {
    en: 'it is a link to something outside the folder, and links are not followed',
    ko: '폴더 밖을 가리키는 링크예요. 링크는 따라가지 않아요',
  },
  'reason.no-heic-decoder': {
    en: 'it is a HEIC photo, and the package that decodes them, libheif-js, is not installed; install it or convert the photo',
    ko: 'HEIC 사진인데 이를 읽는 패키지 libheif-js가 설치되어 있지 않아요. 설치하거나 사진을 변환하세요',
  },
  'reason.not-a-video': {
    en: 'it is not a video (MP4, MOV, MKV, WebM, AVI, MPEG, FLV, OGG and WMV are read)',
    ko: '동영상이 아니에요(MP4, MOV, MKV, WebM, AVI, MPEG, FLV, OGG, WMV를 읽어요)',
  },
  'reason.no-frames': { en: 'there is no picture in it', ko: '화면이 들어 있지 않아요' },
  'reason.too-deep': {
    en: 'more than 32 folders lie within one another; open a folder further inside',
    ko: '폴더가 32단계 넘게 겹쳐 있어요. 더 안쪽 폴더를 여세요',
  },

  'note.first-frame': { en: 'animated: the first of {of} pictures', ko: '움직이는 사진: {of}장면 중 첫 장면' },
  'note.first-page': { en: 'several pages: the first of {of}', ko: '여러 쪽: {of}쪽 중 첫 쪽' },
} as const satisfies MessageTable;
