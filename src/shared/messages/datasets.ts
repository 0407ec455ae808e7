// What an import or an export says of annotations that stay out or come in another form: dataset.<code>, filled from the note's details
// and its `count`.
import type { MessageTable } from './message.ts';

export const datasetMessages = {
  'dataset.photo-not-found': {
    en: '{count} {count|photo|photos} not found',
    ko: '찾지 못한 사진 {count}장',
  },

  // What is in a folder and was passed over.
  'dataset.link-not-followed': {
    en: '{count} {count|link was|links were} not followed',
    ko: '따라가지 않은 링크 {count}개',
  },
  'dataset.not-a-file': {
    en: '{count} {count|entry is|entries are} no regular file',
    ko: '일반 파일이 아닌 항목 {count}개',
  },
  'dataset.folder-too-deep': {
    en: '{count} {count|folder lies|folders lie} deeper than 32 levels and {count|was|were} passed over',
    ko: '32단계보다 깊어서 건너뛴 폴더 {count}개',
  },
  'dataset.folder-unreadable': {
    en: '{count} {count|folder cannot|folders cannot} be read',
    ko: '읽을 수 없는 폴더 {count}개',
  },
  'dataset.file-unreadable': {
    en: '{count} {count|file cannot|files cannot} be read',
    ko: '읽을 수 없는 파일 {count}개',
  },

  // What any reader says of annotations that it cannot use, or changes.
  'dataset.class-name-empty': {
    en: '{count} {count|annotation|annotations} left out: the class has no name',
    ko: '클래스 이름이 비어 있어 제외한 주석 {count}개',
  },
  'dataset.class-name-too-long': {
    en: '{count} {count|annotation|annotations} left out: the name of the class is longer than 200 characters',
    ko: '클래스 이름이 200자보다 길어 제외한 주석 {count}개',
  },
  'dataset.class-name-twice': {
    en: '{count} {count|class number has|class numbers have} the name of another: they become one class',
    ko: '다른 번호와 이름이 같아 하나로 합치는 클래스 번호 {count}개',
  },
  'dataset.box-not-a-number': {
    en: '{count} {count|box|boxes} left out: a coordinate is no number',
    ko: '좌표가 숫자가 아니어서 제외한 상자 {count}개',
  },
  'dataset.box-empty': {
    en: '{count} {count|box|boxes} left out: no width or no height',
    ko: '너비나 높이가 없어 제외한 상자 {count}개',
  },
  'dataset.box-outside': {
    en: '{count} {count|box|boxes} left out: wholly outside the photo',
    ko: '사진 밖에만 있어 제외한 상자 {count}개',
  },
  'dataset.box-edges-swapped': {
    en: '{count} {count|box has|boxes have} left and right or top and bottom swapped, and {count|is|are} read as drawn',
    ko: '왼쪽·오른쪽이나 위·아래가 바뀌어 바로잡은 상자 {count}개',
  },
  'dataset.box-clipped': {
    en: '{count} {count|box|boxes} cut at the edge of the photo',
    ko: '사진 가장자리에서 잘라 낸 상자 {count}개',
  },
  'dataset.polygon-too-short': {
    en: '{count} {count|polygon|polygons} left out: fewer than three points',
    ko: '점이 세 개보다 적어 제외한 다각형 {count}개',
  },
  'dataset.polygon-too-long': {
    en: '{count} {count|polygon|polygons} left out: more than 100,000 points',
    ko: '점이 100,000개보다 많아 제외한 다각형 {count}개',
  },
  'dataset.polygon-not-a-number': {
    en: '{count} {count|polygon|polygons} left out: a coordinate is no number',
    ko: '좌표가 숫자가 아니어서 제외한 다각형 {count}개',
  },
  'dataset.polygon-empty': {
    en: '{count} {count|polygon|polygons} left out: no area',
    ko: '넓이가 없어 제외한 다각형 {count}개',
  },
  'dataset.polygon-outside': {
    en: '{count} {count|polygon|polygons} left out: wholly outside the photo',
    ko: '사진 밖에만 있어 제외한 다각형 {count}개',
  },
  'dataset.mask-damaged': {
    en: '{count} {count|mask|masks} left out: its run lengths do not fill its size',
    ko: '길이 부호가 크기와 맞지 않아 제외한 마스크 {count}개',
  },
  'dataset.mask-empty': {
    en: '{count} {count|mask|masks} left out: no pixel is on',
    ko: '켜진 픽셀이 없어 제외한 마스크 {count}개',
  },
  'dataset.mask-of-another-size': {
    en: '{count} {count|mask|masks} left out: not of the photo’s size',
    ko: '사진과 크기가 달라 제외한 마스크 {count}개',
  },
  'dataset.keypoints-left-out': {
    en: '{count} {count|thing has|things have} keypoints; the shape is read without them',
    ko: '키포인트를 빼고 도형만 읽은 주석 {count}개',
  },
  'dataset.score-kept': {
    en: '{count} {count|annotation carries|annotations carry} a score of a model; it is kept beside the annotation',
    ko: '모델 점수를 함께 보관하는 주석 {count}개',
  },
  'dataset.photo-name-refused': {
    en: '{count} {count|entry|entries} left out: the photo’s name leads out of the folder',
    ko: '사진 이름이 폴더 밖을 가리켜 제외한 항목 {count}개',
  },
  'dataset.photo-name-missing': {
    en: '{count} {count|entry|entries} left out: no photo is named',
    ko: '사진 이름이 없어 제외한 항목 {count}개',
  },
  'dataset.photo-named-twice': {
    en: '{count} {count|photo is|photos are} listed twice; what is said of it is put together',
    ko: '두 번 나와서 내용을 합친 사진 {count}장',
  },
  'dataset.annotation-twice': {
    en: '{count} {count|annotation|annotations} left out: the same is there already',
    ko: '이미 똑같이 있어 제외한 주석 {count}개',
  },
  'dataset.file-damaged': {
    en: '{count} {count|file cannot|files cannot} be read: {reason}',
    ko: '읽을 수 없는 파일 {count}개: {reason}',
  },
  'dataset.split-twice': {
    en: '{count} {count|photo is|photos are} in several splits; the first is taken',
    ko: '여러 분할에 있어 첫 번째를 따르는 사진 {count}장',
  },

  // What COCO says.
  'dataset.coco-entry-unreadable': {
    en: '{count} {count|entry|entries} left out: not as COCO writes it',
    ko: 'COCO 형식과 달라 제외한 항목 {count}개',
  },
  'dataset.coco-id-missing': {
    en: '{count} {count|entry|entries} left out: the id is missing or no number',
    ko: 'id가 없거나 숫자가 아니어서 제외한 항목 {count}개',
  },
  'dataset.coco-image-id-twice': {
    en: '{count} {count|image|images} left out: another image has the same id',
    ko: '다른 이미지와 id가 같아 제외한 이미지 {count}개',
  },
  'dataset.coco-category-id-twice': {
    en: '{count} {count|category|categories} left out: another category has the same id',
    ko: '다른 카테고리와 id가 같아 제외한 카테고리 {count}개',
  },
  'dataset.coco-annotation-id-twice': {
    en: '{count} {count|annotation id comes|annotation ids come} twice; both annotations are read',
    ko: '두 번 나온 주석 id {count}개, 주석은 모두 읽음',
  },
  'dataset.coco-unknown-image': {
    en: '{count} {count|annotation|annotations} left out: the image is not in the file',
    ko: '파일에 없는 이미지를 가리켜 제외한 주석 {count}개',
  },
  'dataset.coco-unknown-category': {
    en: '{count} {count|annotation|annotations} left out: the category is not in the file',
    ko: '파일에 없는 카테고리를 가리켜 제외한 주석 {count}개',
  },
  'dataset.coco-no-shape': {
    en: '{count} {count|annotation|annotations} left out: neither a box nor an outline',
    ko: '상자도 윤곽도 없어 제외한 주석 {count}개',
  },
  'dataset.coco-category-ids': {
    en: '{count} {count|category|categories} with ids that have gaps; classes are matched by name, and an export numbers them anew from 1',
    ko: 'id가 이어지지 않는 카테고리 {count}개, 이름으로 맞추고 내보낼 때 1부터 새로 번호를 매김',
  },
  'dataset.coco-images-missing': {
    en: '{count} {count|photo is|photos are} known by number only; the file lists no images',
    ko: '이미지 목록이 없어 번호로만 아는 사진 {count}장',
  },
  'dataset.coco-categories-missing': {
    en: '{count} {count|class is|classes are} known by number only; the file lists no categories',
    ko: '카테고리 목록이 없어 번호로만 아는 클래스 {count}개',
  },
  'dataset.coco-number-not-finite': {
    en: '{count} {count|entry holds|entries hold} a number that is none (NaN or infinity)',
    ko: '숫자가 아닌 값(NaN, 무한대)이 있는 항목 {count}개',
  },

  // What the import says of photos and of annotations that meet them.
  'dataset.photo-ambiguous': {
    en: '{count} {count|name means|names mean} more than one photo, and none of them is taken',
    ko: '여러 사진에 맞아서 쓰지 않은 이름 {count}개',
  },
  'dataset.photo-unusable': {
    en: '{count} {count|photo is|photos are} there and cannot be read',
    ko: '있지만 읽을 수 없는 사진 {count}장',
  },
  'dataset.photo-size-unknown': {
    en: '{count} {count|annotation|annotations} left out: nobody knows the photo’s size',
    ko: '사진 크기를 알 수 없어 제외한 주석 {count}개',
  },
  'dataset.photo-size-differs': {
    en: '{count} {count|photo is|photos are} of another size than the file says; coordinates are taken as pixels of the photo',
    ko: '파일에 적힌 크기와 다른 사진 {count}장, 좌표는 사진의 픽셀로 읽어요',
  },
  'dataset.point-outside': {
    en: '{count} {count|point|points} left out: outside the photo',
    ko: '사진 밖에 있어 제외한 점 {count}개',
  },
  'dataset.polygon-clipped': {
    en: '{count} {count|polygon hangs|polygons hang} over the edge of the photo; points outside are moved to it',
    ko: '사진 밖의 점을 가장자리로 옮긴 다각형 {count}개',
  },
  'dataset.shape-invalid': {
    en: '{count} {count|annotation|annotations} left out: the shape cannot be drawn',
    ko: '그릴 수 없는 도형이어서 제외한 주석 {count}개',
  },
  'dataset.attributes-dropped': {
    en: '{count} {count|annotation comes|annotations come} without the further facts the file states, which are too long or of an unknown kind',
    ko: '추가 정보가 너무 길거나 알 수 없어서 빼고 가져오는 주석 {count}개',
  },
  'dataset.photos-left-out': {
    en: '{count} {count|photo holds|photos hold} only names you leave out. {count|It counts|They count} as not annotated yet, never as “nothing here”',
    ko: '제외한 이름만 있는 사진 {count}장. “여기에 없음”이 아니라 아직 주석이 없는 사진이에요',
  },
  'dataset.photos-unnamed': {
    en: '{count} {count|photo comes|photos come} along that no annotation names: not annotated yet',
    ko: '주석 파일에 없지만 함께 오는 사진 {count}장, 아직 주석이 없어요',
  },
  'dataset.photos-around': {
    en: '{count} {count|photo lies|photos lie} around a folder that the project has already, and {count|stays|stay} out',
    ko: '프로젝트의 폴더를 둘러싼 폴더에 있어 제외한 사진 {count}장',
  },
  'dataset.label-kept': {
    en: '{count} {count|label|labels} left out: the photo has another one, and this project gives each photo one',
    ko: '이미 다른 라벨이 있는 사진이라 제외한 라벨 {count}개(사진마다 라벨 하나)',
  },

  // What an export says of photos, whatever the format.
  'dataset.photos-excluded': {
    en: '{count} excluded {count|photo|photos} left out',
    ko: '제외된 사진 {count}장은 내보내지 않아요',
  },
  'dataset.photo-not-copied': {
    en: '{count} {count|photo is|photos are} not copied: {count|its file|their files} cannot be read',
    ko: '파일을 읽을 수 없어 복사하지 않은 사진 {count}장',
  },
  'dataset.photo-baked': {
    en: '{count} turned {count|photo is|photos are} copied upright, as {count|a new file|new files}',
    ko: '똑바로 돌려 새로 저장한 사진 {count}장',
  },
  'dataset.photos-turned': {
    en: '{count} {count|photo is|photos are} stored turned: coordinates are those of the upright photo, as programs see it that heed EXIF',
    ko: '돌려서 저장된 사진 {count}장, 좌표는 EXIF를 따르는 똑바른 사진의 것이에요',
  },
  'dataset.photos-stored': {
    en: '{count} {count|photo is|photos are} stored turned: coordinates are those of the stored pixels, as programs see them that ignore EXIF',
    ko: '돌려서 저장된 사진 {count}장, 좌표는 EXIF를 무시하는 저장된 픽셀의 것이에요',
  },
  'dataset.mask-not-turned': {
    en: '{count} {count|mask|masks} left out: too large to be turned with the photo',
    ko: '너무 커서 사진과 함께 돌리지 못해 제외한 마스크 {count}개',
  },

  // Splits that files name.
  'dataset.split-one-sided': {
    en: 'All photos are in one split ({split}): read as no split given',
    ko: '모든 사진이 한 분할({split})에만 있어 분할이 없는 것으로 읽음',
  },

  // Why a file of annotations is refused.
  'reason.dataset-cut': { en: 'the file ends in the middle', ko: '파일이 중간에 끊겼어요' },
  'reason.dataset-not-json': { en: 'it is not JSON', ko: 'JSON이 아니에요' },
  'reason.dataset-too-deep': { en: 'it is nested deeper than 64 levels', ko: '64단계보다 깊게 중첩되어 있어요' },
  'reason.dataset-entry-too-large': { en: 'one entry is larger than 64 MB', ko: '항목 하나가 64 MB보다 커요' },
  'reason.dataset-not-coco': {
    en: 'it holds no images, annotations and categories',
    ko: 'images, annotations, categories가 없어요',
  },
  'reason.dataset-not-a-file': { en: 'it is no regular file', ko: '일반 파일이 아니에요' },
  'reason.dataset-not-text': { en: 'it is neither UTF-8 nor UTF-16 text', ko: 'UTF-8이나 UTF-16 텍스트가 아니에요' },
  'reason.dataset-files': { en: 'more than 1,000,000 files', ko: '파일이 1,000,000개보다 많아요' },
  'reason.dataset-bytes': { en: 'more bytes than a file of its kind may have', ko: '이런 파일에 허용된 크기보다 커요' },
} as const satisfies MessageTable;
