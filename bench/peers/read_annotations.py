"""What reference readers see in annotations that Fovea wrote: one JSON of {photo's stem: [[class, left, top, right, bottom], …]} in pixels.

`python read_annotations.py <reader> <folder>`; the photos lie in the folder too. Each reader is used as its own documentation says.
"""
import glob
import json
import os
import sys


def stem(path):
    return os.path.splitext(os.path.basename(path))[0]


def pycocotools(folder):
    from pycocotools.coco import COCO
    from pycocotools import mask as masks

    coco = COCO(os.path.join(folder, 'annotations.json'))
    seen = {}
    for image in coco.loadImgs(coco.getImgIds()):
        rows = seen.setdefault(stem(image['file_name']), [])
        assert os.path.exists(os.path.join(folder, 'images', image['file_name'])), image['file_name']
        for annotation in coco.loadAnns(coco.getAnnIds(imgIds=image['id'])):
            left, top, width, height = annotation['bbox']
            if annotation['segmentation']:
                # The outline as pixels, which must fill its box.
                pixels = masks.toBbox(coco.annToRLE(annotation))
                assert abs(pixels[0] - left) <= 1.5 and abs(pixels[2] - width) <= 2.5, (annotation['id'], pixels)
            name = coco.loadCats(annotation['category_id'])[0]['name']
            rows.append([name, left, top, left + width, top + height])
    return seen


def of_supervision(dataset):
    seen = {}
    for path, _, found in dataset:
        seen[stem(path)] = [
            [dataset.classes[number], *map(float, corners)] for number, corners in zip(found.class_id, found.xyxy)
        ]
    return seen


def supervision_coco(folder):
    import supervision

    return of_supervision(
        supervision.DetectionDataset.from_coco(f'{folder}/images', f'{folder}/annotations.json', use_iscrowd=False)
    )


def supervision_yolo(folder):
    import supervision

    return of_supervision(
        supervision.DetectionDataset.from_yolo(
            *(lowest(folder, name) for name in ('images', 'labels')), f'{folder}/data.yaml'
        )
    )


def supervision_voc(folder):
    import supervision

    return of_supervision(
        supervision.DetectionDataset.from_pascal_voc(*(lowest(folder, name) for name in ('JPEGImages', 'Annotations')))
    )


def lowest(folder, name):
    """The one folder below `name` that holds files: these readers look into no sub-folders."""
    holding = [where for where, _, files in os.walk(os.path.join(folder, name)) if files]
    assert len(holding) == 1, holding
    return holding[0]


def labelme(folder):
    from labelme import LabelFile

    seen = {}
    for path in glob.glob(f'{folder}/images/**/*.json', recursive=True):
        rows = seen.setdefault(stem(path), [])
        whole = {}
        for place, shape in enumerate(LabelFile(path).shapes):
            xs, ys = zip(*shape['points'])
            corners = [min(xs), min(ys), max(xs), max(ys)]
            if shape['mask'] is not None:
                # Both corners belong to a mask, and its pixels must fill them.
                corners = [corners[0], corners[1], corners[2] + 1, corners[3] + 1]
                height, width = shape['mask'].shape
                assert (width, height) == (corners[2] - corners[0], corners[3] - corners[1])
            key = place if shape['group_id'] is None else (shape['label'], shape['group_id'])
            before = whole.get(key, [shape['label'], *corners])
            whole[key] = [shape['label'], *map(min, before[1:3], corners[:2]), *map(max, before[3:], corners[2:])]
        rows.extend(whole.values())
    return seen


readers = {
    'pycocotools': pycocotools,
    'supervision-coco': supervision_coco,
    'supervision-yolo': supervision_yolo,
    'supervision-voc': supervision_voc,
    'labelme': labelme,
}

if __name__ == '__main__':
    result = readers[sys.argv[1]](sys.argv[2])
    print('\n' + json.dumps(result))
