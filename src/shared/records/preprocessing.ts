// The ways in which the field turns photos into numbers, by name: a model that was taught one of them is worth nothing with another.

/** mean and std of values from 0 to 255, per channel; `bgr`: channels turned round first. Sources: keras.applications, torchvision. */
export const preprocessingKinds = {
  /** Keras' Xception, MobileNet, Inception: -1 to 1. */
  'minus-one-to-one': { mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5], order: 'rgb' },
  /** 0 to 1. */
  'zero-to-one': { mean: [0, 0, 0], std: [255, 255, 255], order: 'rgb' },
  /** torchvision, timm: 0 to 1, then ImageNet's mean and deviation. */
  torchvision: { mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375], order: 'rgb' },
  /** Keras' ResNet and VGG: blue first, ImageNet's mean taken off. */
  caffe: { mean: [103.939, 116.779, 123.68], std: [1, 1, 1], order: 'bgr' },
  /** 0 to 255: the model has a layer of its own for it. */
  'as-it-is': { mean: [0, 0, 0], std: [1, 1, 1], order: 'rgb' },
} as const;

export const declaredPreprocessing = Object.keys(preprocessingKinds) as unknown as readonly [
  keyof typeof preprocessingKinds,
  ...(keyof typeof preprocessingKinds)[],
];
export type DeclaredPreprocessing = keyof typeof preprocessingKinds;
