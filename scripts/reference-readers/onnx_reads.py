"""What ONNX's own checker and ONNX Runtime make of a file: python onnx_reads.py model.onnx [input.npy ...].

Prints one JSON object: versions, the checker's verdict, inputs, outputs and, where a .npy is given for each input, what the
runtime computes. Exits with 1 where one of the two refuses the file. Needs: pip install onnx onnxruntime numpy
"""
import json
import sys

import numpy as np
import onnx
import onnxruntime


def described(values):
    return [{"name": value.name, "type": value.type, "shape": value.shape} for value in values]


def result_of(array):
    return {"shape": list(array.shape), "dtype": str(array.dtype), "values": array.ravel().astype(float).tolist()}


def main(path, *inputs):
    facts = {"onnx": onnx.__version__, "onnxruntime": onnxruntime.__version__, "file": path}
    try:
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        facts["checker"] = "accepted"
        facts["irVersion"] = model.ir_version
        facts["opsets"] = {entry.domain: entry.version for entry in model.opset_import}
        facts["nodes"] = len(model.graph.node)
        facts["parameters"] = sum(
            int(np.prod(tensor.dims)) for tensor in model.graph.initializer if tensor.data_type == onnx.TensorProto.FLOAT
        )
        facts["metadata"] = {entry.key: len(entry.value) for entry in model.metadata_props}
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        facts["inputs"] = described(session.get_inputs())
        facts["outputs"] = described(session.get_outputs())
        if inputs:
            feeds = {value.name: np.load(name, allow_pickle=False) for value, name in zip(session.get_inputs(), inputs, strict=True)}
            names = [value.name for value in session.get_outputs()]
            facts["results"] = {name: result_of(array) for name, array in zip(names, session.run(names, feeds))}
    except Exception as error:  # Whatever either tool says is the answer.
        facts["refused"] = f"{type(error).__name__}: {error}"
    print(json.dumps(facts, indent=1))
    return 1 if "refused" in facts else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
