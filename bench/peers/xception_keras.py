"""Xception in Keras on TensorFlow, in a compiled graph: forward pass or training step with frozen batch norms, as Fovea's engine does it."""
import os

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
os.environ['CUDA_VISIBLE_DEVICES'] = '-1'

import keras
import tensorflow as tf

from protocol import serve


def prepare(work):
    tf.config.threading.set_intra_op_parallelism_threads(work['threads'])
    tf.config.threading.set_inter_op_parallelism_threads(1)
    keras.utils.set_random_seed(1)
    model = keras.applications.Xception(weights=None, input_shape=(224, 224, 3), classes=2)
    if work['fromBlock'] == 7:
        model = keras.Model(model.get_layer('add_4').output, model.output)
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    x = tf.random.uniform((work['batch'], *model.input_shape[1:]), -1, 1)
    labels = tf.range(work['batch']) % 2
    if work['kind'] == 'forward':

        @tf.function
        def forward():
            return model(x, training=False)

        return lambda: forward().numpy()
    optimizer = keras.optimizers.SGD(1e-3, momentum=0.9)
    optimizer.build(model.trainable_variables)
    loss_of = keras.losses.SparseCategoricalCrossentropy()

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            loss = loss_of(labels, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        return loss

    return lambda: step().numpy()


serve(prepare)
