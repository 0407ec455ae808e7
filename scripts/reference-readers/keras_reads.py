"""Loads files that Fovea wrote with Keras itself and prints what each network gives for an input.

    python keras_reads.py INPUT.npy FILE...

FILE is a whole model (.keras, .h5), or weights (.weights.h5) for the whole model named before it: these are loaded into that
network after its own weights were overwritten with other numbers. Prints JSON:
{"keras": version, "files": {FILE: {"output": [...], "shape": [...]} or {"error": text}}}.
Set FOVEA_KERAS=tf_keras to read .h5 with Keras 2 (tf_keras 2.21 never ends on a model inside a model).
"""

import importlib
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np

keras = importlib.import_module(os.environ.get("FOVEA_KERAS", "keras"))


def output_of(model, batch):
    output = np.asarray(model.predict(batch, verbose=0), dtype=np.float64)
    return {"output": output.ravel().tolist(), "shape": list(output.shape)}


def main(input_file, files):
    batch = np.load(input_file)
    results = {}
    model = None
    for file in files:
        try:
            if file.endswith(".weights.h5"):
                # Weights that are not read must not look right.
                model.set_weights([weight + 1 for weight in model.get_weights()])
                model.load_weights(file)
            else:
                model = keras.models.load_model(file, compile=False)
            results[file] = output_of(model, batch)
        except Exception as error:  # every refusal is a result
            results[file] = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps({"keras": keras.__version__, "files": results}))


main(sys.argv[1], sys.argv[2:])
