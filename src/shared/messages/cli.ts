// Texts of the command line and of the serve shell's door. What --json prints is not here: it is the same in every language.
import type { MessageTable } from './message.ts';

export const cliMessages = {
  'cli.help': {
    en: `Usage: npm run fovea -- <command> [options]

  train <folder>                   train on a folder of photos, from any backbone, by any recipe
  predict <model> <photo|folder>   say what a trained model sees
  export <model> --out <file>      take a model away: ONNX, Keras, TensorFlow.js, safetensors
  model info|convert|run|verify    look into, convert, run and compare files of models
  model list|download|add|remove   pretrained networks and models of your own to start from
  check <project>                  whether a project is whole: its file, missing photos, twins across the splits
  frames <video> --out <folder>    take frames out of a video, with the ffmpeg of this computer
  import <project> <files…>        bring annotations in: COCO, VOC, YOLO, labelme, CSV and seven more
  annotations <project> --out <d>  take annotations away in any of these formats
  convert <in> <out> --to <f>      annotations from one format into another, without a project
  restore <project>                bring a project back: from a backup, or from its journal alone
  serve [<project>]                open Fovea in a browser on this computer
  sample --out <dir>               draw sample photos of nuts, bolts and washers
  self-test                        check what works on this machine

Every command has --help, --json and --lang en|ko.`,
    ko: `사용법: npm run fovea -- <명령> [옵션]

  train <폴더>                      사진 폴더로 학습해요. 백본과 방법을 고를 수 있어요
  predict <모델> <사진|폴더>        학습한 모델이 무엇을 보는지 알려 줘요
  export <모델> --out <파일>        모델을 내보내요: ONNX, Keras, TensorFlow.js, safetensors
  model info|convert|run|verify     모델 파일을 보고, 변환하고, 실행하고, 비교해요
  model list|download|add|remove    학습을 시작할 사전 학습 모델과 내 모델을 관리해요
  check <프로젝트>                  프로젝트를 점검해요: 파일, 없는 사진, 분할에 나뉜 닮은 사진
  frames <동영상> --out <폴더>      이 컴퓨터의 ffmpeg로 동영상에서 프레임을 뽑아요
  import <프로젝트> <파일…>         주석을 가져와요: COCO, VOC, YOLO, labelme, CSV와 다른 일곱 가지
  annotations <프로젝트> --out <d>  주석을 이 형식 중 하나로 내보내요
  convert <입력> <출력> --to <f>    프로젝트 없이 주석 형식을 바꿔요
  restore <프로젝트>                프로젝트를 백업이나 작업 기록에서 되살려요
  serve [<프로젝트>]                이 컴퓨터의 브라우저에서 Fovea를 열어요
  sample --out <폴더>               너트, 볼트, 와셔의 샘플 사진을 그려요
  self-test                         이 컴퓨터에서 무엇이 되는지 확인해요

모든 명령에 --help, --json, --lang en|ko가 있어요.`,
  },
  'cli.help.train': {
    en: `Usage: npm run fovea -- train <folder> [--out <dir>] [--backbone <name|file>] [--recipe <r>] [--json] …

Opens the folder as a project, takes the names of its sub-folders as classes, and trains: with one click unless a recipe is named.
  --out <dir>            the new project folder, refused if it exists and is not empty; left out: the project of this folder, or a new
                         one in Documents/Fovea
  --backbone <name|file> what to start from: a name of “fovea model list”, or a model file, which is brought in;
                         default efficientnet-lite0, which is built in
  --preprocessing <p>    how photos become its input, where a file does not say: minus-one-to-one, zero-to-one, torchvision, caffe, as-it-is
  --recipe <r>           one-click: a head on frozen features, chosen by cross-validation inside train (default)
                         textbook: stage 1 the head, stage 2 the last blocks too; the best epoch is kept
                         scratch: a bare network (lenet-5, alexnet, googlenet, resnet-34 …), all of it
  --unfreeze <block>     textbook: the first block or layer that learns in stage 2
  --epochs <n,m>         textbook: epochs of the two stages; scratch: one number
  --engine <e>           onnx (default), or tfjs where “npm run engine:tfjs” set it up
  --seed <n>             the same seed gives the same result on the same machine
  --threads <n>          threads for training; 0, the default, chooses for this machine
  --json                 one JSON document on standard output: {task, classes, photos, accuracy, interval, baseline, part, warnings,
                         backbone, recipe, engine, seed, epochs, stages, seconds, model}`,
    ko: `사용법: npm run fovea -- train <폴더> [--out <폴더>] [--backbone <이름|파일>] [--recipe <방법>] [--json] …

폴더를 프로젝트로 열고, 하위 폴더 이름을 클래스로 써서 학습해요. 방법을 정하지 않으면 원클릭이에요.
  --out <폴더>           새 프로젝트 폴더. 이미 있고 비어 있지 않으면 거절해요. 없으면 이 폴더의 프로젝트나 Documents/Fovea의 새 프로젝트를 써요
  --backbone <이름|파일> 무엇에서 시작할지. “fovea model list”의 이름이나 모델 파일(가져와요). 기본값은 내장된 efficientnet-lite0
  --preprocessing <방식> 파일에 나와 있지 않을 때 사진을 입력으로 바꾸는 방식: minus-one-to-one, zero-to-one, torchvision, caffe, as-it-is
  --recipe <방법>        one-click: 고정한 특징 위의 헤드, 학습 사진 안의 교차 검증으로 정해요 (기본값)
                         textbook: 1단계는 헤드만, 2단계는 마지막 블록까지. 가장 좋은 에포크를 남겨요
                         scratch: 가중치 없는 네트워크(lenet-5, alexnet, googlenet, resnet-34 …)를 처음부터 모두 학습
  --unfreeze <블록>      textbook: 2단계에서 배우기 시작하는 블록이나 층
  --epochs <n,m>         textbook: 두 단계의 에포크 수. scratch: 수 하나
  --engine <엔진>        onnx(기본값), 또는 “npm run engine:tfjs”로 설치한 tfjs
  --seed <n>             같은 시드는 같은 컴퓨터에서 같은 결과를 내요
  --threads <n>          학습에 쓸 스레드 수. 기본값 0은 이 컴퓨터에 맞게 골라요
  --json                 표준 출력에 JSON 문서 하나: {task, classes, photos, accuracy, interval, baseline, part, warnings, backbone,
                         recipe, engine, seed, epochs, stages, seconds, model}`,
  },
  'cli.help.predict': {
    en: `Usage: npm run fovea -- predict <model> <photo|folder> [--top <n>] [--save-input <x.npy>] [--json]

<model> is a model folder (with model.json), a name of “fovea model list” that is on this computer, or "built-in" for the network with
its 1,000 ImageNet classes.
  --top <n>            how many classes per photo (default 3)
  --save-input <file>  writes the first photo's decoded pixels as NumPy .npy, uint8 [1, height, width, 3]
  --json               {predictions: [{photo, top: [{class, probability}]}], skipped}`,
    ko: `사용법: npm run fovea -- predict <모델> <사진|폴더> [--top <n>] [--save-input <x.npy>] [--json]

<모델>은 모델 폴더(model.json이 있는 곳), “fovea model list”에 있는 이 컴퓨터의 모델 이름, 또는 ImageNet 클래스 1,000개의
내장 모델 "built-in"이에요.
  --top <n>            사진마다 보여 줄 클래스 수(기본값 3)
  --save-input <파일>  첫 사진의 픽셀을 NumPy .npy로 저장해요. uint8 [1, 높이, 너비, 3]
  --json               {predictions: [{photo, top: [{class, probability}]}], skipped}`,
  },
  'cli.help.export': {
    en: `Usage: npm run fovea -- export <model> [--format onnx|keras|h5|tfjs|safetensors|card] --out <file> [--json]

Writes the model, with the class list, the model card, checksums and where it makes sense an example beside it, reads the file back and
compares it on the held-out photos.
  --format onnx    the default: photo, uint8 [1, H, W, 3], any size -> probabilities; resizing and normalising are inside
  --format keras   a .keras file;  h5: a whole-model .h5 file;  tfjs: model.json and its weights;  safetensors: weights and config.
                   These take photos resized to the model's size, float32, values of 0 to 255; normalising is their first layer
  --format card    the card and the class list alone, as x.card.json and what belongs to it
  --json           {file, agreement: {photos, same, largest}}`,
    ko: `사용법: npm run fovea -- export <모델> [--format onnx|keras|h5|tfjs|safetensors|card] --out <파일> [--json]

모델과 함께 클래스 목록, 모델 카드, 체크섬, 그리고 필요한 곳에는 예제를 쓰고, 파일을 다시 읽어 검증 사진으로 비교해요.
  --format onnx    기본값. photo, uint8 [1, H, W, 3], 모든 크기 -> probabilities. 크기 조절과 정규화가 안에 들어 있어요
  --format keras   .keras 파일. h5: 전체 모델 .h5 파일. tfjs: model.json과 가중치. safetensors: 가중치와 구성.
                   모델 크기로 줄인 사진(float32, 값은 0에서 255)을 받고, 정규화는 첫 층이에요
  --format card    카드와 클래스 목록만 써요(x.card.json과 그 옆의 파일)
  --json           {file, agreement: {photos, same, largest}}`,
  },
  'cli.help.model': {
    en: `Usage: npm run fovea -- model <command> [--like <file>] [--json]

  info <file>                                   layers, shapes and parameters
  convert <in> <out>                            the same model in the format that the ending of <out> says; read back and compared
  run <file> --input <x.npy> --output <y.npy>   results for x in the model's own input layout, without any preprocessing
  verify <a> <b>                                the largest difference of both models' results on seeded inputs; 1 where they differ

Reads Keras .keras, .h5 and .weights.h5, safetensors, TensorFlow.js (model.json), Teachable Machine's zip, torch checkpoints
and ONNX.
Writes .keras, .h5, .weights.h5, .safetensors, model.json and .onnx. Nothing in a file is executed.
A folder of a model trained here, or "built-in", stands for its network; it then takes photos of its size with values of 0 to 255.
  --like <file>   a file with the graph that a file of weights alone is for`,
    ko: `사용법: npm run fovea -- model <명령> [--like <파일>] [--json]

  info <파일>                                    레이어, 모양, 파라미터 수
  convert <입력> <출력>                          <출력>의 확장자가 뜻하는 형식으로 같은 모델을 저장해요. 다시 읽어 비교해요
  run <파일> --input <x.npy> --output <y.npy>    모델의 입력 형식 그대로인 x의 결과. 전처리는 하지 않아요
  verify <a> <b>                                 시드가 정한 입력에 대한 두 모델 결과의 가장 큰 차이. 다르면 1로 끝나요

Keras .keras, .h5, .weights.h5, safetensors, TensorFlow.js(model.json), Teachable Machine의 zip, torch 체크포인트,
ONNX를 읽어요.
.keras, .h5, .weights.h5, .safetensors, model.json, .onnx로 저장해요. 파일 안의 어떤 것도 실행하지 않아요.
여기서 학습한 모델의 폴더나 "built-in"은 그 네트워크를 뜻해요. 이때 입력은 그 크기의 사진, 값은 0에서 255예요.
  --like <파일>   가중치만 있는 파일이 어느 모델의 것인지 알려 주는, 그래프가 있는 파일`,
  },
  'cli.help.import': {
    en: `Usage: npm run fovea -- import <project> <files…> [--format <f>] [--answer <question>=<value>] [--dry-run] [--json]

Brings annotations into a project (or a folder of photos) as one gesture: files, folders or archives (zip, tar, tar.gz). Photos are found by
content and by name; those that come along are added. The same files again add nothing, and one undo takes it all back.
  --format <f>   instead of recognising it: coco, voc, yolo, labelme, x-anylabeling, createml, csv, label-studio, class-folders, masks,
                 idx, tfrecord
  --answer       what the files cannot say, where the likelier answer is not right: turned=upright|stored (boxes of photos that EXIF
                 turns), starts-at=0|1 (VOC), normalised=yes|no, columns=<JSON> (CSV); may be given several times
  --dry-run      shows what would come in, and writes nothing
  --json         {sources, classes, questions, notes, photos, now, after, out, willWrite, splits, result: {annotations, photos, classes}}`,
    ko: `사용법: npm run fovea -- import <프로젝트> <파일…> [--format <f>] [--answer <질문>=<값>] [--dry-run] [--json]

주석을 프로젝트(또는 사진 폴더)에 한 번의 작업으로 가져와요. 파일, 폴더, 압축 파일(zip, tar, tar.gz)을 쓸 수 있어요. 사진은 내용과
이름으로 찾고, 함께 온 사진은 더해요. 같은 파일을 다시 가져오면 아무것도 늘지 않고, 실행 취소 한 번이면 모두 돌아가요.
  --format <f>   형식을 알아보지 않고 정해요: coco, voc, yolo, labelme, x-anylabeling, createml, csv, label-studio, class-folders,
                 masks, idx, tfrecord
  --answer       파일로는 알 수 없는 것에 대한 답이 달라야 할 때: turned=upright|stored(EXIF로 돌린 사진의 상자),
                 starts-at=0|1(VOC), normalised=yes|no, columns=<JSON>(CSV). 여러 번 쓸 수 있어요
  --dry-run      무엇이 들어올지 보여 주기만 하고 쓰지 않아요
  --json         {sources, classes, questions, notes, photos, now, after, out, willWrite, splits, result: {annotations, photos, classes}}`,
  },
  'cli.help.annotations': {
    en: `Usage: npm run fovea -- annotations <project> --format <f> --out <dir> [--photos copy] [--frame stored] [--json]

Writes the project's annotations into a new folder, with a manifest, and reads them again: what is not in the files is listed.
  --format <f>      coco, voc, yolo, labelme, x-anylabeling, createml, csv, label-studio, class-folders, masks, idx, tfrecord
  --out <dir>       a new or empty folder outside the project and its photos; it is there whole or not at all
  --photos copy     copies of the photos too, upright
  --frame stored    coordinates of the photos as they are stored, for programs that ignore EXIF
  --json            {folder, format, files, bytes, photos, annotations, notes, readAgain: {annotations, largestPx}}`,
    ko: `사용법: npm run fovea -- annotations <프로젝트> --format <f> --out <폴더> [--photos copy] [--frame stored] [--json]

프로젝트의 주석을 목록과 함께 새 폴더에 쓰고 다시 읽어요. 파일에 담지 못한 것은 모두 알려 줘요.
  --format <f>      coco, voc, yolo, labelme, x-anylabeling, createml, csv, label-studio, class-folders, masks, idx, tfrecord
  --out <폴더>      프로젝트와 사진 밖의 새 폴더나 빈 폴더. 온전히 쓰거나 전혀 쓰지 않아요
  --photos copy     똑바로 돌린 사진도 함께 복사해요
  --frame stored    EXIF를 무시하는 프로그램을 위해, 저장된 그대로의 사진 좌표로 써요
  --json            {folder, format, files, bytes, photos, annotations, notes, readAgain: {annotations, largestPx}}`,
  },
  'cli.help.convert': {
    en: `Usage: npm run fovea -- convert <in> <out> --to <f> [--from <f>] [--photos copy] [--frame stored] [--json]

Annotations from one format into another, without a project. <in> is a file, a folder or an archive; <out> a new or empty folder. Sizes of
photos are read from the photos where the files do not say them. What is written is read again, and what is not in it is listed.
  --from <f>, --to <f>   coco, voc, yolo, labelme, x-anylabeling, createml, csv, label-studio, class-folders, masks, idx, tfrecord;
                         without --from the format is recognised
  --photos, --frame      as of “fovea annotations”
  --json                 {folder, format, files, bytes, photos, annotations, notes, readAgain: {annotations, largestPx}}`,
    ko: `사용법: npm run fovea -- convert <입력> <출력> --to <f> [--from <f>] [--photos copy] [--frame stored] [--json]

프로젝트 없이 주석을 다른 형식으로 바꿔요. <입력>은 파일, 폴더나 압축 파일이고 <출력>은 새 폴더나 빈 폴더예요. 파일에 사진 크기가 없으면
사진에서 읽어요. 쓴 것을 다시 읽고, 담지 못한 것은 모두 알려 줘요.
  --from <f>, --to <f>   coco, voc, yolo, labelme, x-anylabeling, createml, csv, label-studio, class-folders, masks, idx, tfrecord.
                         --from이 없으면 형식을 알아봐요
  --photos, --frame      “fovea annotations”와 같아요
  --json                 {folder, format, files, bytes, photos, annotations, notes, readAgain: {annotations, largestPx}}`,
  },
  'cli.help.serve': {
    en: `Usage: npm run fovea -- serve [<project>] [--port <n>] [--no-open]

Serves Fovea on 127.0.0.1 and prints a link that works once. Enter prints a new one, Ctrl+C ends. <project> is a project folder or a
folder of photos.`,
    ko: `사용법: npm run fovea -- serve [<프로젝트>] [--port <n>] [--no-open]

127.0.0.1에서 Fovea를 열고 한 번만 쓸 수 있는 링크를 보여 줘요. Enter를 누르면 새 링크, Ctrl+C를 누르면 끝나요.
<프로젝트>는 프로젝트 폴더나 사진 폴더예요.`,
  },
  'cli.help.sample': {
    en: `Usage: npm run fovea -- sample --out <dir> [--json]

Draws 60 photos of nuts, bolts and washers into a new folder, with exact boxes and masks in annotations.json (COCO).`,
    ko: `사용법: npm run fovea -- sample --out <폴더> [--json]

너트, 볼트, 와셔 사진 60장을 새 폴더에 그려요. 정확한 상자와 마스크는 annotations.json(COCO)에 있어요.`,
  },
  'cli.help.self-test': {
    en: `Usage: npm run fovea -- self-test [--json]

Trains one tiny run on made photos, exports it, reads it back, and says what works on this machine and why something does not.`,
    ko: `사용법: npm run fovea -- self-test [--json]

만든 사진으로 아주 작게 학습하고, 내보내고, 다시 읽어서, 이 컴퓨터에서 무엇이 되고 왜 안 되는지 알려 줘요.`,
  },
  'cli.usage.command': {
    en: 'There is no command “{command}”. Commands: train, predict, export, import, annotations, convert, check, frames, serve, sample, self-test.',
    ko: '“{command}” 명령은 없어요. 명령: train, predict, export, import, annotations, convert, check, frames, serve, sample, self-test.',
  },
  'cli.usage.missing': { en: '{what} is missing. See --help.', ko: '{what}이(가) 없어요. --help를 보세요.' },
  'cli.usage.extra': { en: '“{what}” is one argument too many.', ko: '“{what}”은(는) 남는 인수예요.' },
  'cli.usage.option': {
    en: 'The options were not understood: {reason}.',
    ko: '옵션을 이해하지 못했어요: {reason}.',
  },
  'cli.usage.number': {
    en: '{option} must be a whole number from {least} to {most}, not “{given}”.',
    ko: '{option}은(는) {least}부터 {most}까지의 정수여야 해요. “{given}”은(는) 안 돼요.',
  },
  'cli.usage.choice': {
    en: '{option} must be one of {values}, not “{given}”.',
    ko: '{option}은(는) {values} 중 하나여야 해요. “{given}”은(는) 안 돼요.',
  },
  'cli.usage.not-with': {
    en: '{option} does not fit the recipe {recipe}: textbook has --unfreeze and two numbers of epochs, scratch one number, one-click none.',
    ko: '{recipe} 방법에는 이 {option}이(가) 맞지 않아요. textbook은 --unfreeze와 에포크 수 둘, scratch는 하나를 받고 one-click은 받지 않아요.',
  },
  'cli.usage.epochs': {
    en: '--epochs wants numbers from 1 to {most}, with a comma between those of two stages, not “{given}”.',
    ko: '--epochs에는 1부터 {most}까지의 수를 쓰고 두 단계는 쉼표로 나눠요. “{given}”은(는) 안 돼요.',
  },
  'cli.usage.format': {
    en: '--format must be one of {formats}, not “{given}”.',
    ko: '--format은 {formats} 중 하나여야 해요. “{given}”은(는) 안 돼요.',
  },
  'cli.usage.ending': {
    en: 'With --format {format} the name of --out must end in {ending}: what reads it tells the format by that.',
    ko: '--format이 {format}이면 --out의 이름은 {ending}(으)로 끝나야 해요. 읽는 프로그램이 그것으로 형식을 알아봐요.',
  },
  'cli.usage.lang': {
    en: '--lang must be en or ko, not “{given}”.',
    ko: '--lang은 en 또는 ko여야 해요. “{given}”은(는) 안 돼요.',
  },
  'cli.usage.answer': {
    en: '--answer must be turned=…, starts-at=…, columns=… or normalised=…, not “{given}”.',
    ko: '--answer는 turned=…, starts-at=…, columns=…, normalised=… 중 하나여야 해요. “{given}”은(는) 안 돼요.',
  },
  'cli.progress.scan': { en: 'Reading photos', ko: '사진을 읽는 중' },
  'cli.progress.thumbnails': { en: 'Making thumbnails', ko: '미리보기를 만드는 중' },
  'cli.progress.sample': { en: 'Drawing sample photos', ko: '샘플 사진을 그리는 중' },
  'cli.progress.train': { en: 'Training', ko: '학습 중' },
  'cli.progress.predict': { en: 'Predicting', ko: '예측 중' },
  'cli.progress.export': { en: 'Exporting', ko: '내보내는 중' },
  'cli.progress.self-test': { en: 'Checking', ko: '확인하는 중' },
  'cli.progress.download': { en: 'Downloading, bytes', ko: '내려받는 중, 바이트' },
  'cli.progress.import-annotations': { en: 'Reading annotations', ko: '주석을 읽는 중' },
  'cli.progress.export-annotations': { en: 'Writing annotations', ko: '주석을 쓰는 중' },
  'cli.progress.import': { en: 'Bringing it in', ko: '가져오는 중' },
  'cli.train.done': {
    en: 'Correct on {correct} of {total} {part} photos: {accuracy} (95 % interval {low} to {high}; always guessing “{class}” gives {baseline}). {time}.\nModel: {model}',
    ko: '{part} 사진 {total}장 중 {correct}장이 맞았어요: {accuracy}(95% 구간 {low}~{high}, 항상 “{class}”라고 하면 {baseline}). {time}.\n모델: {model}',
  },
  'cli.skipped': { en: 'Skipped {photo}: {reason}', ko: '건너뜀 {photo}: {reason}' },
  'cli.export.done': {
    en: 'Written: {file}\nRead back on {photos} held-out {photos|photo|photos}: {same} with the same class, largest difference {largest}.',
    ko: '저장함: {file}\n검증 사진 {photos}장으로 다시 확인: {same}장이 같은 클래스, 가장 큰 차이 {largest}.',
  },
  'cli.export.card': { en: 'Written: {file}', ko: '저장함: {file}' },
  'cli.model.converted': {
    en: 'Wrote {files}. Read back, its results differ by {largest} at most.',
    ko: '{files}에 저장했어요. 다시 읽어 보니 결과 차이가 최대 {largest}예요.',
  },
  'cli.model.ran': { en: 'Wrote {name} {shape} to {file}.', ko: '{name} {shape}을(를) {file}에 저장했어요.' },
  'cli.model.same': {
    en: 'The same model: on {samples} seeded inputs the results differ by {largest} at most.',
    ko: '같은 모델이에요. 시드가 정한 입력 {samples}개에서 결과 차이가 최대 {largest}예요.',
  },
  'cli.model.different': {
    en: 'Not the same model: on {samples} seeded inputs the results differ by up to {largest}.',
    ko: '다른 모델이에요. 시드가 정한 입력 {samples}개에서 결과 차이가 최대 {largest}예요.',
  },
  'cli.model.format': { en: 'Format', ko: '형식' },
  'cli.model.inputs': { en: 'Inputs', ko: '입력' },
  'cli.model.outputs': { en: 'Outputs', ko: '출력' },
  'cli.model.parameters': { en: 'Parameters', ko: '파라미터' },
  'cli.model.layers': {
    en: 'Layers (name, class, output shape, parameters)',
    ko: '레이어(이름, 클래스, 출력 모양, 파라미터)',
  },
  'cli.model.tensors': { en: 'Weights (name, type, shape)', ko: '가중치(이름, 형식, 모양)' },
  'cli.model.nodes': { en: 'Nodes by kind', ko: '종류별 노드' },
  'cli.sample.done': { en: 'Drew {photos} photos into {folder}.', ko: '{folder}에 사진 {photos}장을 그렸어요.' },
  'cli.count.box': { en: '{count} {count|box|boxes}', ko: '상자 {count}개' },
  'cli.count.rotated-box': { en: '{count} rotated {count|box|boxes}', ko: '회전 상자 {count}개' },
  'cli.count.polygon': { en: '{count} {count|polygon|polygons}', ko: '다각형 {count}개' },
  'cli.count.mask': { en: '{count} {count|mask|masks}', ko: '마스크 {count}개' },
  'cli.count.point': { en: '{count} {count|point|points}', ko: '점 {count}개' },
  'cli.count.label': { en: '{count} {count|label|labels}', ko: '라벨 {count}개' },
  'cli.count.nothing': { en: '{count} × “nothing here”', ko: '“여기에 없음” {count}개' },
  'cli.import.source': {
    en: '{name}: {format}, {photos} {photos|photo|photos}, {annotations}',
    ko: '{name}: {format}, 사진 {photos}장, {annotations}',
  },
  'cli.import.question': {
    en: 'Taken as {about}={chosen} (fits: {fits}). Another answer: --answer {about}=…',
    ko: '{about}={chosen}(으)로 읽었어요(맞는 수: {fits}). 다르면 --answer {about}=…',
  },
  'cli.import.columns': {
    en: 'Columns are read as {chosen}. Another answer: --answer columns=…',
    ko: '열을 {chosen}(으)로 읽었어요. 다르면 --answer columns=…',
  },
  'cli.import.photos': {
    en: 'Photos: {added} added, {known} known already, {notFound} not found.',
    ko: '사진: 추가 {added}장, 이미 있음 {known}장, 찾지 못함 {notFound}장.',
  },
  'cli.import.out': {
    en: 'Stays out: {invalid} invalid, {photoNotFound} on photos not found, {leftOut} left out, {alreadyHere} there already.',
    ko: '들어오지 않음: 잘못됨 {invalid}개, 찾지 못한 사진 {photoNotFound}개, 제외 {leftOut}개, 이미 있음 {alreadyHere}개.',
  },
  'cli.import.would': {
    en: 'Would write {count} {count|annotation|annotations}. Nothing was written.',
    ko: '주석 {count}개를 쓸 거예요. 아직 쓴 것은 없어요.',
  },
  'cli.import.done': {
    en: 'Wrote {count} {count|annotation|annotations}, {photos} new {photos|photo|photos} and {classes} new {classes|class|classes} as one gesture.',
    ko: '주석 {count}개, 새 사진 {photos}장, 새 클래스 {classes}개를 한 번의 작업으로 썼어요.',
  },
  'cli.annotations.done': {
    en: 'Wrote {files} {files|file|files} for {photos} {photos|photo|photos} into {folder}.\nRead again: {annotations}; largest difference {largest} px.',
    ko: '{folder}에 사진 {photos}장의 파일 {files}개를 썼어요.\n다시 읽으니 {annotations}, 가장 큰 차이 {largest}px.',
  },
  'reason.out-is-a-link': { en: 'the folder to write to is a link', ko: '쓸 폴더가 링크예요' },
  'reason.out-inside-project': {
    en: 'the folder to write to lies inside the project or its photos',
    ko: '쓸 폴더가 프로젝트나 그 사진 폴더 안에 있어요',
  },
  'reason.dataset-annotations': { en: 'more than 5,000,000 annotations', ko: '주석이 5,000,000개보다 많아요' },
  'cli.self-test.passed': { en: 'All checks passed in {time}.', ko: '모든 검사를 통과했어요({time}).' },
  'cli.self-test.failed': { en: 'Some checks failed.', ko: '실패한 검사가 있어요.' },
  'cli.serve.link': {
    en: 'Fovea is open for this computer alone. This link works once:\n\n  {link}\n\nEnter prints a new link, Ctrl+C ends Fovea.',
    ko: 'Fovea가 이 컴퓨터에서만 열려 있어요. 이 링크는 한 번만 쓸 수 있어요.\n\n  {link}\n\nEnter를 누르면 새 링크가 나오고, Ctrl+C를 누르면 끝나요.',
  },
  'cli.serve.safe-mode': {
    en: 'Fovea stopped three times shortly after it was started, so this is safe mode: no project is opened by itself. The page offers what helps.',
    ko: 'Fovea가 시작한 직후에 세 번 멈춰서 안전 모드로 시작해요. 프로젝트는 자동으로 열지 않아요. 페이지에서 다음 방법을 고를 수 있어요.',
  },
  'cli.serve.idle': {
    en: 'Nobody had the page open for half an hour, so Fovea ended. Everything is saved.',
    ko: '30분 동안 페이지를 연 사람이 없어서 Fovea를 끝냈어요. 모두 저장되어 있어요.',
  },
  'cli.serve.stopped': {
    en: 'Fovea was stopped on its page. Everything is saved.',
    ko: '페이지에서 Fovea를 종료했어요. 모두 저장되어 있어요.',
  },
  'cli.serve.not-built': {
    en: 'The page was not built. Run npm start, or npm run build first.',
    ko: '페이지가 만들어지지 않았어요. npm start나 npm run build를 먼저 실행하세요.',
  },
  'cli.serve.link-needed': {
    en: 'This page needs a link from the terminal where Fovea runs. Press Enter there and open the link it prints.',
    ko: '이 페이지는 Fovea를 실행한 터미널의 링크로 열어야 해요. 터미널에서 Enter를 누르고 나온 링크를 여세요.',
  },
} as const satisfies MessageTable;
