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
  'dataset.photo-placeholder': {
    en: '{count} {count|photo|photos} left out: by {count|its name it stands|their names they stand} for what a server no longer had',
    ko: '이름으로 보아 서버에 없던 사진을 대신하는 그림이라 제외한 사진 {count}장',
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
  'dataset.file-read-in-part': {
    en: '{count} {count|file is|files are} read up to a place only, and what stands behind it is left out: {reason}',
    ko: '중간까지만 읽고 뒷부분은 제외한 파일 {count}개: {reason}',
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
  'dataset.photo-not-written': {
    en: '{count} {count|photo|photos} left out: the format holds the photos themselves, and {count|this one|these} cannot be read',
    ko: '사진을 함께 담는 형식인데 읽을 수 없어 제외한 사진 {count}장',
  },
  'dataset.photo-outside': {
    en: '{count} {count|photo is|photos are} not given away: a link leads out of the photo folder',
    ko: '링크가 사진 폴더 밖을 가리켜 내보내지 않은 사진 {count}장',
  },
  'dataset.photos-excluded': {
    en: '{count} excluded {count|photo|photos} left out',
    ko: '제외된 사진 {count}장은 내보내지 않아요',
  },
  'dataset.photo-file-missing': {
    en: '{count} {count|photo|photos} left out: the format holds the photos themselves, and {count|its file is|their files are} not there',
    ko: '사진을 함께 담는 형식인데 파일이 없어 제외한 사진 {count}장',
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

  // What an export cannot hold, or holds in another form.
  'dataset.out-rotated-extra': {
    en: '{count} {count|rotated box is|rotated boxes are} written as polygons, with the angle beside them for readers that know it',
    ko: '회전 상자 {count}개를 다각형으로 쓰고 각도를 함께 적음',
  },
  'dataset.out-unannotated': {
    en: '{count} {count|photo|photos} without annotations left out',
    ko: '주석이 없어 제외한 사진 {count}장',
  },
  'dataset.out-photo-without-things': {
    en: '{count} {count|photo|photos} left out: nothing is said of things in {count|it|them}, and readers would take {count|it|them} for empty',
    ko: '사물에 대한 주석이 없어 제외한 사진 {count}장, 읽는 쪽에서 빈 사진으로 여길 수 있음',
  },
  'dataset.out-name-changed': {
    en: '{count} {count|photo has|photos have} another name in the export: two names would be one',
    ko: '이름이 겹쳐 내보낼 때 바꾼 사진 {count}장',
  },
  'dataset.out-parts-joined': {
    en: '{count} {count|polygon|polygons} of several parts joined to one outline',
    ko: '한 윤곽으로 이어 붙인 여러 조각 다각형 {count}개',
  },
  'dataset.out-clipped': {
    en: '{count} {count|shape|shapes} cut at the edge of the photo',
    ko: '사진 가장자리에서 잘라 낸 도형 {count}개',
  },

  // What a writer says of annotations that its format holds in another form, or not at all.
  'dataset.box-as-box': {
    en: '{count} {count|box|boxes} written as {count|the box around it|the boxes around them}',
    ko: '둘러싼 상자로 바꾸어 쓴 상자 {count}개',
  },
  'dataset.box-as-polygon': {
    en: '{count} {count|box|boxes} written as {count|a polygon|polygons}',
    ko: '다각형으로 바꾸어 쓴 상자 {count}개',
  },
  'dataset.box-as-mask': {
    en: '{count} {count|box|boxes} written as {count|a mask|masks}',
    ko: '마스크로 바꾸어 쓴 상자 {count}개',
  },
  'dataset.rotated-box-as-box': {
    en: '{count} {count|rotated box|rotated boxes} written as {count|the box around it|the boxes around them}',
    ko: '둘러싼 상자로 바꾸어 쓴 회전 상자 {count}개',
  },
  'dataset.rotated-box-as-polygon': {
    en: '{count} {count|rotated box|rotated boxes} written as {count|a polygon|polygons}',
    ko: '다각형으로 바꾸어 쓴 회전 상자 {count}개',
  },
  'dataset.rotated-box-as-mask': {
    en: '{count} {count|rotated box|rotated boxes} written as {count|a mask|masks}',
    ko: '마스크로 바꾸어 쓴 회전 상자 {count}개',
  },
  'dataset.polygon-as-box': {
    en: '{count} {count|polygon|polygons} written as {count|the box around it|the boxes around them}',
    ko: '둘러싼 상자로 바꾸어 쓴 다각형 {count}개',
  },
  'dataset.polygon-as-polygon': {
    en: '{count} {count|polygon|polygons} written as {count|a polygon|polygons}',
    ko: '다각형으로 바꾸어 쓴 다각형 {count}개',
  },
  'dataset.polygon-as-mask': {
    en: '{count} {count|polygon|polygons} written as {count|a mask|masks}',
    ko: '마스크로 바꾸어 쓴 다각형 {count}개',
  },
  'dataset.mask-as-box': {
    en: '{count} {count|mask|masks} written as {count|the box around it|the boxes around them}',
    ko: '둘러싼 상자로 바꾸어 쓴 마스크 {count}개',
  },
  'dataset.mask-as-polygon': {
    en: '{count} {count|mask|masks} written as {count|a polygon|polygons}',
    ko: '다각형으로 바꾸어 쓴 마스크 {count}개',
  },
  'dataset.mask-as-mask': {
    en: '{count} {count|mask|masks} written as {count|a mask|masks}',
    ko: '마스크로 바꾸어 쓴 마스크 {count}개',
  },
  'dataset.box-left-out': {
    en: '{count} {count|box|boxes} left out: the format has none',
    ko: '형식에 없어 제외한 상자 {count}개',
  },
  'dataset.rotated-box-left-out': {
    en: '{count} {count|rotated box|rotated boxes} left out: the format has none',
    ko: '형식에 없어 제외한 회전 상자 {count}개',
  },
  'dataset.polygon-left-out': {
    en: '{count} {count|polygon|polygons} left out: the format has none',
    ko: '형식에 없어 제외한 다각형 {count}개',
  },
  'dataset.mask-left-out': {
    en: '{count} {count|mask|masks} left out: the format has none',
    ko: '형식에 없어 제외한 마스크 {count}개',
  },
  'dataset.point-left-out': {
    en: '{count} {count|point|points} left out: the format has none',
    ko: '형식에 없어 제외한 점 {count}개',
  },
  'dataset.mask-holes-filled': {
    en: '{count} {count|mask has|masks have} holes, which the outline fills',
    ko: '구멍이 메워진 마스크 {count}개',
  },
  'dataset.label-left-out': {
    en: '{count} {count|label|labels} of whole photos left out: the format has none',
    ko: '형식에 없어 제외한 사진 라벨 {count}개',
  },
  'dataset.nothing-photo-left-out': {
    en: '{count} {count|photo|photos} without a label: the format cannot say that somebody looked',
    ko: '라벨이 없다는 사실을 형식에 쓸 수 없는 사진 {count}장',
  },
  'dataset.nothing-things-left-out': {
    en: '{count} {count|photo|photos} with nothing to draw: the format cannot say that somebody looked',
    ko: '그릴 것이 없다는 사실을 형식에 쓸 수 없는 사진 {count}장',
  },
  'dataset.split-left-out': {
    en: '{count} {count|photo|photos} written without {count|its|their} split: the format has none',
    ko: '형식에 없어 분할 없이 쓴 사진 {count}장',
  },
  'dataset.thing-attributes-left-out': {
    en: '{count} {count|annotation|annotations} written without {count|its|their} properties: the format has no place for them',
    ko: '형식에 자리가 없어 속성 없이 쓴 주석 {count}개',
  },

  // What several readers say.
  'dataset.attributes-left-out': {
    en: '{count} {count|annotation has|annotations have} properties that are neither text, number nor yes or no; they are not kept',
    ko: '글자, 숫자, 예/아니요가 아니어서 남기지 않은 속성이 있는 주석 {count}개',
  },
  'dataset.rotated-not-rectangular': {
    en: '{count} rotated {count|box whose corners are|boxes whose corners are} no rectangle, read as {count|a polygon|polygons}',
    ko: '네 꼭짓점이 직사각형이 아니어서 다각형으로 읽은 회전 상자 {count}개',
  },
  'dataset.circle-as-polygon': {
    en: '{count} {count|circle|circles} read as {count|a polygon|polygons}',
    ko: '다각형으로 읽은 원 {count}개',
  },
  'dataset.ellipse-as-polygon': {
    en: '{count} {count|ellipse|ellipses} read as {count|a polygon|polygons}',
    ko: '다각형으로 읽은 타원 {count}개',
  },

  // What labelme and X-AnyLabeling say.
  'dataset.labelme-line': {
    en: '{count} {count|line|lines} left out: Fovea draws none',
    ko: '선이어서 제외한 도형 {count}개',
  },
  'dataset.labelme-shape-unknown': {
    en: '{count} {count|shape|shapes} left out: of an unknown type',
    ko: '종류를 알 수 없어 제외한 도형 {count}개',
  },
  'dataset.labelme-quadrilateral': {
    en: '{count} {count|quadrilateral|quadrilaterals} read as {count|a polygon|polygons}',
    ko: '다각형으로 읽은 사각형 {count}개',
  },
  'dataset.labelme-points': {
    en: '{count} {count|shape|shapes} left out: its points are too few, too many or no numbers',
    ko: '점의 수가 맞지 않거나 숫자가 아니어서 제외한 도형 {count}개',
  },
  'dataset.labelme-parts-joined': {
    en: '{count} {count|polygon is a part|polygons are parts} of another of the same class and group',
    ko: '클래스와 그룹이 같은 다각형의 일부로 합친 다각형 {count}개',
  },
  'dataset.labelme-photo-inside': {
    en: '{count} {count|photo is|photos are} only inside the annotation file; save {count|it|them} as {count|a file|files} to use {count|it|them}',
    ko: '주석 파일 안에만 있는 사진 {count}장, 쓰려면 파일로 저장해야 함',
  },
  'dataset.polygon-parts': {
    en: '{count} {count|polygon|polygons} of several parts written as one polygon per part, joined by a group',
    ko: '부분마다 나누어 쓰고 그룹으로 묶은 다각형 {count}개',
  },
  'dataset.photo-stem-twice': {
    en: '{count} {count|photo has|photos have} the name of another but for the suffix; {count|its file is|their files are} named after the whole name',
    ko: '확장자만 다른 사진이 있어 전체 이름으로 파일을 쓴 사진 {count}장',
  },

  // What tables say.
  'dataset.csv-class-empty': {
    en: '{count} {count|row|rows} left out: the class is empty',
    ko: '클래스가 비어 있어 제외한 행 {count}개',
  },
  'dataset.csv-row-empty': {
    en: '{count} {count|row names|rows name} a photo and nothing else',
    ko: '사진 이름만 있는 행 {count}개',
  },
  'dataset.csv-not-annotations': {
    en: '{count} {count|table holds|tables hold} no annotations of photos',
    ko: '사진 주석이 없는 표 {count}개',
  },

  // What mask PNGs say.
  'dataset.mask-covered': {
    en: '{count} {count|thing is|things are} partly covered by a later one, and {count|its|their} hidden pixels are not in the file',
    ko: '나중 것에 일부가 가려져 가려진 픽셀이 파일에 없는 주석 {count}개',
  },
  'dataset.mask-hidden': {
    en: '{count} {count|thing is|things are} wholly covered by later ones and not in the file',
    ko: '나중 것에 모두 가려져 파일에 없는 주석 {count}개',
  },
  'dataset.mask-no-pixel': {
    en: '{count} {count|thing|things} left out: no pixel in the photo',
    ko: '사진 안에 픽셀이 없어 제외한 주석 {count}개',
  },
  'dataset.mask-photo-too-large': {
    en: '{count} {count|photo|photos} left out: more than 100,000,000 pixels or no known size',
    ko: '픽셀이 100,000,000개보다 많거나 크기를 몰라 제외한 사진 {count}장',
  },
  'dataset.masks-binary': {
    en: 'Masks of black and white alone: white is the class “foreground”',
    ko: '흑백 마스크: 흰색을 “foreground” 클래스로 읽음',
  },
  'dataset.masks-voc-names': {
    en: '{count} {count|class has|classes have} the name that Pascal VOC gives {count|its|their} value; no list of classes lies beside the masks',
    ko: '클래스 목록이 없어 Pascal VOC의 이름을 붙인 클래스 {count}개',
  },
  'dataset.masks-class-by-number': {
    en: '{count} {count|class is|classes are} named by value or colour; no list of classes says more',
    ko: '클래스 목록에 없어 값이나 색으로 이름을 붙인 클래스 {count}개',
  },
  'dataset.masks-too-many-colours': {
    en: '{count} {count|PNG|PNGs} left out: so many colours or specks are no mask',
    ko: '색이나 얼룩이 너무 많아 마스크가 아니라고 보고 제외한 PNG {count}개',
  },
  'dataset.masks-instances-differ': {
    en: '{count} {count|PNG|PNGs} of single things not used: not of the size of the mask',
    ko: '마스크와 크기가 달라 쓰지 않은 개체 PNG {count}개',
  },

  // What YOLO says.
  'dataset.yolo-line-unreadable': {
    en: '{count} {count|line|lines} left out: not a class and numbers as YOLO writes them',
    ko: 'YOLO 형식과 달라 제외한 줄 {count}개',
  },
  'dataset.yolo-ring-or-pose': {
    en: '{count} {count|line|lines} read as {count|a polygon|polygons} might be {count|a box|boxes} with keypoints: if so, write `kpt_shape` into data.yaml',
    ko: '다각형인지 키포인트가 있는 상자인지 알 수 없어 다각형으로 읽은 줄 {count}개. 키포인트라면 data.yaml에 `kpt_shape`를 적어 주세요',
  },
  'dataset.yolo-class-unknown': {
    en: '{count} {count|line|lines} left out: the class number has no name',
    ko: '클래스 번호에 이름이 없어 제외한 줄 {count}개',
  },
  'dataset.yolo-names-missing': {
    en: 'No file names the classes: they are called by their numbers',
    ko: '클래스 이름 파일이 없어 번호로 부름',
  },
  'dataset.yolo-no-labels': { en: 'There is neither a label file nor a photo', ko: '라벨 파일도 사진도 없음' },
  'dataset.yolo-yaml-passed-over': {
    en: '{count} {count|other description|other descriptions} of a dataset passed over',
    ko: '건너뛴 다른 데이터셋 설명 파일 {count}개',
  },
  'dataset.yolo-part-missing': {
    en: '{count} {count|part|parts} of the dataset {count|names a folder or list that does|name folders or lists that do} not exist',
    ko: '없는 폴더나 목록을 가리키는 데이터셋 부분 {count}개',
  },
  'dataset.yolo-one-folder': {
    en: '{keys} are the same folder: read as no split given',
    ko: '{keys}이(가) 같은 폴더여서 분할이 없는 것으로 읽음',
  },
  'dataset.yolo-label-of-several': {
    en: '{count} {count|label file|label files} left out: several photos could be meant',
    ko: '어느 사진의 것인지 알 수 없어 제외한 라벨 파일 {count}개',
  },
  'dataset.yolo-label-twice': {
    en: '{count} {count|label file|label files} left out: the photo has another one',
    ko: '사진에 다른 라벨 파일이 있어 제외한 라벨 파일 {count}개',
  },
  'dataset.too-many-things': {
    en: '{count} {count|file has|files have} more than 100,000 things in one photo; the first 100,000 are read',
    ko: '사진 한 장에 사물이 100,000개보다 많아 앞의 100,000개만 읽은 파일 {count}개',
  },
  'dataset.out-no-validation': {
    en: 'No photo is in the validation part: `val` is missing in data.yaml',
    ko: '검증용 사진이 없어 data.yaml에 val이 없음',
  },

  // What YOLO says.
  'dataset.yolo-not-labels': {
    en: '{count} {count|text file|text files} passed over: no labels',
    ko: '라벨이 아니어서 건너뛴 텍스트 파일 {count}개',
  },

  // What class folders say.
  'dataset.folder-renamed': {
    en: '{count} {count|class has|classes have} a folder of another name, because not every system could have this one',
    ko: '모든 시스템에서 쓸 수 없는 이름이라 다른 이름의 폴더에 쓴 클래스 {count}개',
  },
  'dataset.folder-photo-renamed': {
    en: '{count} {count|copy has|copies have} another name: there was one of that name, or it became a PNG',
    ko: '같은 이름이 있거나 PNG로 바꾸어서 이름이 달라진 사본 {count}장',
  },
  'dataset.folder-several-labels': {
    en: '{count} {count|photo has|photos have} several labels and lie in the folder of each',
    ko: '라벨이 여러 개라 폴더마다 들어 있는 사진 {count}장',
  },
  'dataset.folder-no-class': {
    en: '{count} {count|photo lies|photos lie} in no class folder',
    ko: '클래스 폴더 밖에 있는 사진 {count}장',
  },

  // What Pascal VOC says.
  'dataset.voc-parts-left-out': {
    en: '{count} {count|part|parts} inside an object left out; the object’s own box is read',
    ko: '물체 안의 부분 {count}개를 제외하고 물체의 상자만 읽음',
  },
  'dataset.voc-size-missing': {
    en: '{count} {count|file states|files state} no size; the photo’s own is taken',
    ko: '크기가 없어 사진의 크기를 쓴 파일 {count}개',
  },
  'dataset.voc-object-without-box': {
    en: '{count} {count|object|objects} left out: no box',
    ko: '상자가 없어 제외한 물체 {count}개',
  },
  'dataset.voc-starts-at-0': { en: 'Coordinates are read as starting at 0', ko: '좌표가 0에서 시작하는 것으로 읽음' },
  'dataset.voc-starts-at-1': {
    en: 'Coordinates are read as starting at 1, as VOC’s own files do',
    ko: '좌표가 VOC 원본처럼 1에서 시작하는 것으로 읽음',
  },
  'dataset.voc-listed-without-file': {
    en: '{count} {count|name|names} in ImageSets without a file of annotations',
    ko: '주석 파일이 없는 ImageSets의 이름 {count}개',
  },
  'dataset.out-rounded': {
    en: '{count} {count|box is|boxes are} written in whole pixels, at most half a pixel away',
    ko: '반 픽셀 이내에서 정수 픽셀로 쓴 상자 {count}개',
  },

  // What CreateML and Label Studio say.
  'dataset.createml-entry-unreadable': {
    en: '{count} {count|entry|entries} left out: not as CreateML writes it',
    ko: 'CreateML 형식과 달라 제외한 항목 {count}개',
  },
  'dataset.label-studio-prediction': {
    en: '{count} {count|prediction of a model is|predictions of models are} not imported: nobody stated {count|it|them}',
    ko: '사람이 붙인 것이 아니어서 가져오지 않은 모델 예측 {count}개',
  },
  'dataset.label-studio-cancelled': {
    en: '{count} {count|task was|tasks were} skipped by the annotator',
    ko: '작업자가 건너뛴 작업 {count}개',
  },
  'dataset.label-studio-several': {
    en: '{count} {count|task has|tasks have} several annotations; the newest is read, or the one marked as ground truth',
    ko: '주석이 여러 벌이라 정답이나 가장 새로운 것을 읽은 작업 {count}개',
  },
  'dataset.label-studio-several-labels': {
    en: '{count} {count|region has|regions have} several labels and {count|becomes|become} one annotation for each',
    ko: '라벨이 여러 개라 라벨마다 주석으로 나눈 영역 {count}개',
  },
  'dataset.label-studio-result': {
    en: '{count} {count|result|results} left out: neither a shape nor a choice',
    ko: '도형도 선택도 아니어서 제외한 결과 {count}개',
  },
  'dataset.label-studio-turned': {
    en: '{count} {count|region|regions} left out: drawn on a photo that was turned in Label Studio',
    ko: 'Label Studio에서 회전한 사진에 그려져 제외한 영역 {count}개',
  },
  'dataset.label-studio-value': {
    en: '{count} {count|region|regions} left out: a coordinate is no number or a size is 0',
    ko: '좌표가 숫자가 아니거나 크기가 0이어서 제외한 영역 {count}개',
  },

  // What IDX says.
  'dataset.idx-labels-without-images': {
    en: '{count} {count|label|labels} without pictures: the file of pictures is not there',
    ko: '사진 파일이 없는 라벨 {count}개',
  },
  'dataset.idx-images-without-labels': {
    en: '{count} {count|picture|pictures} without labels: the file of labels is not there',
    ko: '라벨 파일이 없는 사진 {count}장',
  },
  'dataset.idx-counts-differ': {
    en: '{count} more pictures than labels, or the other way round',
    ko: '사진과 라벨의 수가 {count}만큼 다름',
  },
  'dataset.idx-not-pictures': {
    en: '{count} {count|file|files} passed over: neither pictures nor labels',
    ko: '사진도 라벨도 아니어서 건너뛴 파일 {count}개',
  },
  'dataset.idx-file-twice': {
    en: '{count} {count|file|files} passed over: the same is there already',
    ko: '이미 있어서 건너뛴 파일 {count}개',
  },
  'dataset.idx-other-size': {
    en: '{count} {count|photo|photos} left out: all must be {size} pixels, and nothing is resized',
    ko: '모두 {size} 픽셀이어야 해서 크기를 바꾸지 않고 제외한 사진 {count}장',
  },
  'dataset.idx-class-beyond': {
    en: '{count} {count|photo|photos} left out: the format has room for 256 classes',
    ko: '형식에 클래스 256개까지만 쓸 수 있어 제외한 사진 {count}장',
  },
  'dataset.idx-several-labels': {
    en: '{count} {count|label|labels} left out: the format has one for each photo',
    ko: '사진마다 라벨 하나만 쓸 수 있어 제외한 라벨 {count}개',
  },

  // What TFRecord says.
  'dataset.tfrecord-changed': {
    en: '{count} {count|record|records} left out: changed since {count|it was|they were} written',
    ko: '쓴 뒤에 내용이 바뀌어 제외한 레코드 {count}개',
  },
  'dataset.tfrecord-no-photo': {
    en: '{count} {count|record|records} left out: no photo in {count|it|them}',
    ko: '사진이 없어 제외한 레코드 {count}개',
  },
  'dataset.tfrecord-photo-unusable': {
    en: '{count} {count|record holds|records hold} no JPEG or PNG; the photo is looked for by its name',
    ko: 'JPEG나 PNG가 들어 있지 않아 이름으로 사진을 찾는 레코드 {count}개',
  },
  'dataset.tfrecord-name-refused': {
    en: '{count} {count|photo|photos} named anew: the name leads out of the folder',
    ko: '이름이 폴더 밖을 가리켜 새로 이름을 붙인 사진 {count}장',
  },
  'dataset.tfrecord-name-twice': {
    en: '{count} {count|photo has|photos have} the name of another and {count|gets|get} a number',
    ko: '이름이 같아 번호를 붙인 사진 {count}장',
  },
  'dataset.tfrecord-photo-renamed': {
    en: '{count} {count|photo has|photos have} another name inside: there was one of that name, or it became a PNG',
    ko: '같은 이름이 있거나 PNG로 바꾸어서 안에서 이름이 달라진 사진 {count}장',
  },
  'dataset.tfrecord-masks': {
    en: '{count} {count|record holds|records hold} masks, of which the boxes are read',
    ko: '상자만 읽은 마스크가 있는 레코드 {count}개',
  },
  'dataset.tfrecord-several-labels': {
    en: '{count} {count|label|labels} left out: the format has one for each photo',
    ko: '사진마다 라벨 하나만 쓸 수 있어 제외한 라벨 {count}개',
  },

  // What Pascal VOC says.
  'dataset.voc-masks-beside': {
    en: '{count} {count|mask|masks} in SegmentationClass not read: import the folder as masks for them',
    ko: 'SegmentationClass의 마스크 {count}개를 읽지 않음, 마스크 형식으로 가져오면 읽음',
  },

  // What Pascal VOC says.
  'dataset.voc-mask-without-object': {
    en: '{count} {count|mask|masks} in SegmentationObject not read: no object of the file has such a box',
    ko: '맞는 물체가 없어 읽지 않은 SegmentationObject의 마스크 {count}개',
  },

  // What Pascal VOC says.
  'dataset.voc-mask-covered': {
    en: '{count} {count|thing is|things are} partly covered by a smaller one, whose pixels are not {count|its|theirs} in the file',
    ko: '더 작은 것에 일부가 가려져 그 픽셀이 빠진 주석 {count}개',
  },
  'dataset.voc-mask-hidden': {
    en: '{count} {count|thing is|things are} wholly covered by smaller ones and in the file by {count|its|their} box alone',
    ko: '더 작은 것에 모두 가려져 상자로만 남은 주석 {count}개',
  },

  // What Pascal VOC says.
  'dataset.voc-picture-unusable': {
    en: '{count} {count|picture|pictures} of objects not read: another size than the photo, or nothing but specks',
    ko: '사진과 크기가 다르거나 점만 흩어져 있어 읽지 않은 물체 그림 {count}개',
  },

  // What YOLO says.
  'dataset.yolo-turned-without-size': {
    en: '{count} rotated {count|box is|boxes are} read as polygons: nobody knows the photo’s size',
    ko: '사진 크기를 몰라 다각형으로 읽은 회전 상자 {count}개',
  },

  // Where in a file reading stopped: behind the reason.
  'place.line': { en: 'line {line}, byte {byte}', ko: '{line}번째 줄, {byte}바이트' },
  'place.byte': { en: 'byte {byte}', ko: '{byte}바이트' },

  // Why a file of annotations is refused.
  'reason.dataset-not-xml': { en: 'it is not well-formed XML', ko: '올바른 XML이 아니에요' },
  'reason.dataset-doctype': {
    en: 'it has a document type, which could name other files',
    ko: '다른 파일을 가리킬 수 있는 문서 형식 선언이 있어요',
  },
  'reason.dataset-not-voc': {
    en: 'no XML file holds annotations as Pascal VOC writes them',
    ko: 'Pascal VOC 형식의 주석이 없어요',
  },
  'reason.dataset-not-yaml': { en: 'it is not plain YAML', ko: '단순한 YAML이 아니에요' },
  'reason.dataset-too-many-classes': { en: 'more than 10,000 classes', ko: '클래스가 10,000개보다 많아요' },
  'reason.dataset-not-csv': {
    en: 'no column names photos together with classes',
    ko: '사진과 클래스를 함께 적은 열이 없어요',
  },
  'reason.dataset-cut': {
    en: 'the file ends in the middle, as after a copy or a download that was cut off; get it again',
    ko: '복사하거나 내려받다가 끊긴 파일처럼 중간에 끝나요. 파일을 다시 받아 주세요',
  },
  'reason.dataset-longer': {
    en: 'the file is longer than it says of itself; get it again',
    ko: '적힌 크기보다 파일이 길어요. 파일을 다시 받아 주세요',
  },
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
  'reason.dataset-not-png': { en: 'it is no PNG', ko: 'PNG가 아니에요' },
  'reason.dataset-png-damaged': { en: 'the PNG is damaged', ko: 'PNG가 손상되었어요' },
  'reason.dataset-png-kind': {
    en: 'it is a kind of PNG that no mask is written in',
    ko: '마스크에 쓰지 않는 종류의 PNG예요',
  },
  'reason.dataset-png-pixels': { en: 'more than 100,000,000 pixels', ko: '픽셀이 100,000,000개보다 많아요' },
  'reason.dataset-not-idx': { en: 'it is no IDX file of unsigned bytes', ko: '부호 없는 바이트의 IDX 파일이 아니에요' },
  'reason.dataset-gzip': { en: 'its gzip is damaged', ko: 'gzip이 손상되었어요' },
  'reason.dataset-tfrecord': { en: 'a record does not begin where one should', ko: '레코드가 있어야 할 곳에 없어요' },
} as const satisfies MessageTable;
