"""Runs a model on rows with ONNX Runtime: run_onnx.py MODEL.onnx ROWS.f32 PROBABILITIES.f32

Rows and probabilities are plain little-endian float32, row after row.
"""

import sys

import numpy
import onnxruntime

model, rows, probabilities = sys.argv[1:]
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
shape = [-1, *session.get_inputs()[0].shape[1:]]
x = numpy.fromfile(rows, "<f4").reshape(shape)
(y,) = session.run(["probabilities"], {"rows": x})
y.astype("<f4").tofile(probabilities)
