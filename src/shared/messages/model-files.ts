// Why a model file was refused or found damaged: fills `{reason}` of the model errors.
import type { MessageTable } from './message.ts';

export const modelFileMessages = {
  'reason.not-this-format': { en: 'it is not a file of this kind', ko: '이 형식의 파일이 아니에요' },
  'reason.cut-short': { en: 'its end is missing', ko: '파일의 끝부분이 없어요' },
  'reason.header-broken': { en: 'its table of contents cannot be read', ko: '목차를 읽을 수 없어요' },
  'reason.offsets-broken': {
    en: 'its table of contents does not fit its contents',
    ko: '목차와 내용이 맞지 않아요',
  },
  'reason.shape-mismatch': { en: 'a weight does not have the size it claims', ko: '가중치의 크기가 적힌 것과 달라요' },
  'reason.too-large': { en: 'it claims more than a model may hold', ko: '모델이 가질 수 있는 크기를 넘어요' },
  'reason.type-unsupported': {
    en: 'it holds a kind of number or of computation that Fovea does not read',
    ko: 'Fovea가 읽지 못하는 숫자 형식이나 계산이 들어 있어요',
  },
  'reason.name-twice': { en: 'two weights have the same name', ko: '이름이 같은 가중치가 둘 있어요' },
  'reason.foreign-code': {
    en: 'it wants to run program code, and Fovea reads models as data only; save it as a state dict or safetensors',
    ko: '프로그램 코드를 실행하려고 해요. Fovea는 모델을 데이터로만 읽어요. state dict나 safetensors로 저장해 주세요',
  },
  'reason.newer-version': { en: 'a newer Fovea made it', ko: '더 새로운 Fovea에서 만들었어요' },
  'reason.content-changed': {
    en: 'its content is not what was written',
    ko: '저장했을 때와 내용이 달라요',
  },
  'reason.backbone-differs': {
    en: 'it stands on a backbone that this Fovea does not have',
    ko: '이 Fovea에 없는 백본을 사용해요',
  },
  'reason.fields-wrong': {
    en: 'something that it must say is missing or wrong',
    ko: '꼭 있어야 할 항목이 없거나 잘못되었어요',
  },
  'reason.ending-unknown': {
    en: 'its ending is none of .keras, .h5, .weights.h5, .safetensors, .onnx and model.json',
    ko: '확장자가 .keras, .h5, .weights.h5, .safetensors, .onnx, model.json 중 하나가 아니에요',
  },
  'reason.graph-missing': {
    en: 'it holds weights alone, no network; on the command line --like names a file with the network that they are for',
    ko: '네트워크 없이 가중치만 들어 있어요. 명령줄에서는 --like로 그 네트워크가 있는 파일을 알려 주세요',
  },
  'reason.graph-wrong': {
    en: 'its network holds something that Fovea cannot compute',
    ko: '네트워크에 Fovea가 계산할 수 없는 부분이 있어요',
  },
  'reason.preprocessing-unknown': {
    en: 'it does not say how photos become its input; choose the way it was taught with',
    ko: '사진을 입력으로 바꾸는 방법이 적혀 있지 않아요. 학습할 때 쓴 방법을 고르세요',
  },
  'reason.inputs-several': {
    en: 'it does not take one input and give one output',
    ko: '입력과 출력이 하나씩이 아니에요',
  },
  'reason.not-a-photo': {
    en: 'its input is not one square colour photo',
    ko: '입력이 정사각형 컬러 사진 한 장이 아니에요',
  },
  'reason.classes-differ': {
    en: 'it gives another number of results than it names classes',
    ko: '결과의 수와 클래스 이름의 수가 달라요',
  },
  'reason.network-unknown': {
    en: 'it holds weights alone, and not those of Xception, ResNet-50, ResNet-152 or MobileNetV2; save the whole model (.keras or .h5)',
    ko: '가중치만 있고 Xception, ResNet-50, ResNet-152, MobileNetV2의 가중치가 아니에요. 모델 전체를 .keras나 .h5로 저장해 주세요',
  },
  'reason.torch-weights': {
    en: 'it is a PyTorch checkpoint, weights alone without their network; bring the model in as .keras, .h5 or TF.js',
    ko: '네트워크 없이 가중치만 있는 PyTorch 체크포인트예요. 모델을 .keras, .h5, TF.js 중 하나로 가져오세요',
  },
  'reason.answers-differ': {
    en: 'read as layers it answers otherwise than the file itself; please send the file’s network to Fovea’s developers',
    ko: '층으로 읽으면 파일 자체와 다른 답을 내요. 이 네트워크를 Fovea 개발자에게 알려 주세요',
  },
  'reason.names-no-classes': {
    en: 'it names no classes; it is a starting point for training',
    ko: '클래스 이름이 없어요. 학습의 출발점으로 쓰는 모델이에요',
  },
  'reason.not-a-number': { en: 'it holds weights that are not numbers', ko: '숫자가 아닌 가중치가 들어 있어요' },
} as const satisfies MessageTable;
