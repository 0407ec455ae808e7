// The pretrained networks that Fovea fetches when a person asks for it: where each file is, how long it is and what proves it.
// Keras' own files, with their tops, so that they name ImageNet's classes as well. The addresses stand here only.
import type { DeclaredPreprocessing } from '../../../shared/records/preprocessing.ts';

export type PretrainedFile = {
  /** Of the model folder that is made of it. */
  readonly id: string;
  /** As people say it. */
  readonly name: string;
  readonly address: string;
  /** Null where nobody publishes it: then the server's word counts, and the checksum decides. */
  readonly bytes: number | null;
  /** As its publisher says: Keras checks these files by MD5. */
  readonly checksum: { readonly algorithm: 'md5' | 'sha256'; readonly hex: string };
  readonly licence: string;
  readonly pretrained: string;
  readonly author: string;
  /** Id in engine/zoo/networks.ts. */
  readonly network: string;
  readonly preprocessing: DeclaredPreprocessing;
  readonly sidePx: number;
};

const keras = 'https://storage.googleapis.com/tensorflow/keras-applications';
const common = { licence: 'MIT', pretrained: 'ImageNet', author: 'Keras', sidePx: 224 } as const;
const md5 = (hex: string): PretrainedFile['checksum'] => ({ algorithm: 'md5', hex });

/** Source of the checksums: keras.applications, `xception.py` and `resnet.py`. MobileNetV2 has none published, so it is not here. */
export const pretrainedFiles: readonly PretrainedFile[] = [
  {
    ...common,
    id: 'xception',
    name: 'Xception',
    address: `${keras}/xception/xception_weights_tf_dim_ordering_tf_kernels.h5`,
    bytes: 91_884_032,
    checksum: md5('0a58e3b7378bc2990ea3b43d5981f1f6'),
    network: 'xception',
    preprocessing: 'minus-one-to-one',
  },
  {
    ...common,
    id: 'resnet-50',
    name: 'ResNet-50',
    address: `${keras}/resnet/resnet50_weights_tf_dim_ordering_tf_kernels.h5`,
    bytes: 102_967_424,
    checksum: md5('2cb95161c43110f7111970584f804107'),
    network: 'resnet-50',
    preprocessing: 'caffe',
  },
  {
    ...common,
    id: 'resnet-152',
    name: 'ResNet-152',
    address: `${keras}/resnet/resnet152_weights_tf_dim_ordering_tf_kernels.h5`,
    bytes: null,
    checksum: md5('100835be76be38e30d865e96f2aaae62'),
    network: 'resnet-152',
    preprocessing: 'caffe',
  },
];
