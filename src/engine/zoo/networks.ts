// The networks of the lecture by id: what a run from scratch can train, and what pretrained weights are for.
import type { Model } from '../model.ts';
import { alexnet } from './alexnet.ts';
import { efficientnetLite0, efficientnetLite0SizePx } from './efficientnet-lite0.ts';
import { fashionCnn } from './fashion-cnn.ts';
import { googlenet } from './googlenet.ts';
import { lenet5 } from './lenet5.ts';
import { mobilenetV2 } from './mobilenet-v2.ts';
import { resnet34 } from './resnet34.ts';
import { resnet50, resnet152 } from './resnet.ts';
import { xception } from './xception.ts';

export type ZooNetwork = {
  readonly id: string;
  /** As people say it. */
  readonly name: string;
  /** The side of the photos unless a person says otherwise. */
  readonly sidePx: number;
  /** Whether `build` follows another side. */
  readonly takesAnySide: boolean;
  /** Reads RGB photos [N, sidePx, sidePx, 3]; ends in softmax over the classes. */
  readonly build: (options: { readonly classes: number; readonly sizePx: number }) => Model;
};

const colour = 3;

// prettier-ignore
export const networks: readonly ZooNetwork[] = [
  { id: 'lenet-5',            name: 'LeNet-5',            sidePx: 28,  takesAnySide: false, build: ({ classes }) => lenet5({ classes, channels: colour }) },
  { id: 'fashion-cnn',        name: 'Fashion-MNIST CNN',  sidePx: 28,  takesAnySide: false, build: ({ classes }) => fashionCnn({ classes, channels: colour }) },
  { id: 'alexnet',            name: 'AlexNet',            sidePx: 227, takesAnySide: false, build: ({ classes }) => alexnet({ classes }) },
  { id: 'googlenet',          name: 'GoogLeNet',          sidePx: 224, takesAnySide: false, build: ({ classes }) => googlenet({ classes }) },
  { id: 'resnet-34',          name: 'ResNet-34',          sidePx: 224, takesAnySide: true,  build: resnet34 },
  { id: 'resnet-50',          name: 'ResNet-50',          sidePx: 224, takesAnySide: true,  build: resnet50 },
  { id: 'resnet-152',         name: 'ResNet-152',         sidePx: 224, takesAnySide: true,  build: resnet152 },
  { id: 'xception',           name: 'Xception',           sidePx: 224, takesAnySide: true,  build: xception },
  { id: 'mobilenet-v2',       name: 'MobileNetV2',        sidePx: 224, takesAnySide: true,  build: mobilenetV2 },
  { id: 'efficientnet-lite0', name: 'EfficientNet-Lite0', sidePx: efficientnetLite0SizePx, takesAnySide: false, build: ({ classes }) => efficientnetLite0({ classes }) },
];
