# The textbook's recipe in Keras, as ../shared/golden/peer has it: 5 epochs of a head on frozen Xception, then 3 of all layers; photos are
# read anew in every epoch. Blocks 1 to 13 only, because the weights at hand end there. Prints one JSON line.
# Usage: textbook_keras.py <hymenoptera folder> <xception_imagenet_blocks1-13.safetensors> <threads>
import glob, json, os, re, struct, sys, time

folder, weight_file, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
os.environ['TF_NUM_INTRAOP_THREADS'] = os.environ['OMP_NUM_THREADS'] = str(threads)
os.environ['TF_NUM_INTEROP_THREADS'] = '1'
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '2'
import keras, numpy, tensorflow as tf

tf.config.threading.set_intra_op_parallelism_threads(threads)
tf.config.threading.set_inter_op_parallelism_threads(1)
keras.utils.set_random_seed(42)
classes, size, batch = ['ants', 'bees'], 224, 32


def stored(file):
    with open(file, 'rb') as stream:
        length = struct.unpack('<Q', stream.read(8))[0]
        header, data = json.loads(stream.read(length)), stream.read()
    return {
        name: numpy.frombuffer(data[slice(*entry['data_offsets'])], '<f4').reshape(entry['shape'])
        for name, entry in header.items()
        if name != '__metadata__' and entry['dtype'] == 'F32'
    }


def photos(part):
    files = [(file, label) for label, name in enumerate(classes) for file in sorted(glob.glob(f'{folder}/{part}/{name}/*.jpg'))]
    return [file for file, _ in files], [label for _, label in files]


def read(file, label, is_train):
    pixels = tf.image.decode_jpeg(tf.io.read_file(file), channels=3)
    shape = tf.shape(pixels)
    short = tf.minimum(shape[0], shape[1])
    side = tf.cast(tf.cast(short, tf.float32) * 0.9, tf.int32) if is_train else short
    if is_train:
        pixels = tf.image.random_crop(pixels, [side, side, 3])
        pixels = tf.image.random_flip_left_right(pixels)
    else:
        pixels = tf.image.resize_with_crop_or_pad(pixels, side, side)
    return tf.image.resize(pixels, [size, size]) / 127.5 - 1, label


def dataset(part, is_train):
    files, labels = photos(part)
    data = tf.data.Dataset.from_tensor_slices((files, labels))
    data = data.shuffle(1000, seed=42) if is_train else data
    return data.map(lambda file, label: read(file, label, is_train), num_parallel_calls=threads).batch(batch).prefetch(1)


whole = keras.applications.Xception(weights=None, include_top=False, input_shape=(size, size, 3))
cut = keras.Model(whole.input, whole.layers[[l.name for l in whole.layers].index('block14_sepconv1') - 1].output)
values = stored(weight_file)
counters = {}
for layer in cut.layers:
    name = layer.name
    kind = re.fullmatch(r'(conv2d|batch_normalization)(?:_\d+)?', name)
    if kind:
        counters[kind[1]] = counters.get(kind[1], 0) + 1
        name = f'{kind[1]}_{counters[kind[1]]}'
    if layer.weights:
        layer.set_weights([values[f'{name}/{w.name}'] for w in layer.weights])
output = keras.layers.Dense(len(classes), activation='softmax')(keras.layers.GlobalAveragePooling2D()(cut.output))
model = keras.Model(cut.input, output)
train, tried = dataset('train', True), dataset('val', False)
history = []
started = time.perf_counter()
for is_open, rate, decay, epochs in [(False, 0.2, 0.01, 5), (True, 0.01, 0.001, 3)]:
    cut.trainable = is_open
    schedule = keras.optimizers.schedules.InverseTimeDecay(rate, 1, decay)
    model.compile(keras.optimizers.SGD(schedule, momentum=0.9), 'sparse_categorical_crossentropy', metrics=['accuracy'])
    fitted = model.fit(train, validation_data=tried, epochs=epochs, verbose=0)
    history += [round(value, 4) for value in fitted.history['val_accuracy']]
    print(f'{time.perf_counter() - started:.1f} s', history[-1], file=sys.stderr)
print(json.dumps({'seconds': round(time.perf_counter() - started, 1), 'accuracy': history, 'threads': threads}))
