"""Two small networks as the onnx package writes them, checked and run against PyTorch, and a safetensors file.

    python make_export.py          # writes image.onnx, sequence.onnx, small.safetensors
    python make_export.py --check FILE.onnx …    # checks files that another program wrote, and says what they take

Made with onnx 1.23, onnxruntime 1.31, torch 2.15, safetensors 0.8.
"""
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

here = Path(__file__).parent


def weights(seed, *shape):
    """Numbers that float32 holds exactly: (37 i + 11 seed) mod 101, less 50, over 64."""
    i = np.arange(int(np.prod(shape)))
    return (((37 * i + 11 * seed) % 101 - 50) / 64).astype(np.float32).reshape(shape)


class Graph:
    def __init__(self):
        self.nodes, self.constants = [], []

    def const(self, name, array):
        self.constants.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def apply(self, op, *inputs, outputs=None, **attributes):
        name = f"{op.lower()}_{len(self.nodes)}"
        outputs = [f"{name}_{i}" if want else "" for i, want in enumerate(outputs)] if outputs else [name]
        self.nodes.append(helper.make_node(op, list(inputs), outputs, name=name, **attributes))
        return [o for o in outputs if o][0]

    def reshape(self, x, shape):
        return self.apply("Reshape", x, self.const(f"node_{len(self.nodes)}.shape", np.array(shape, np.int64)))

    def rename(self, old, new):
        for node in self.nodes:
            for names in (node.input, node.output):
                for i, name in enumerate(names):
                    if name == old:
                        names[i] = new

    def model(self, name, inputs, outputs, **metadata):
        port = lambda n, shape: helper.make_tensor_value_info(n, TensorProto.FLOAT, shape)
        graph = helper.make_graph(self.nodes, name, [port(*p) for p in inputs], [port(*p) for p in outputs],
                                  self.constants)
        model = helper.make_model(graph, producer_name="lilt", producer_version="1.0", ir_version=8,
                                  opset_imports=[helper.make_opsetid("", 17)])
        if metadata:
            helper.set_model_props(model, metadata)
        return model


def image():
    g = Graph()
    x = g.apply("Conv", "x", g.const("conv1.weight", weights(1, 2, 1, 3, 3)), g.const("conv1.bias", weights(2, 2)),
                kernel_shape=[3, 3], strides=[1, 1], group=1, dilations=[1, 1], auto_pad="SAME_UPPER")
    x = g.apply("BatchNormalization", x, *(g.const(f"bn1.{n}", weights(s, 2) + plus) for n, s, plus in (
        ("scale", 3, 0), ("shift", 4, 0), ("mean", 5, 0), ("variance", 6, 1))), epsilon=0.001)
    x = g.apply("Relu", x)
    x = g.apply("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2], auto_pad="SAME_UPPER")
    x = g.apply("ReduceMean", x, axes=[2, 3], keepdims=0)
    x = g.apply("Gemm", x, g.const("dense.weight", weights(7, 3, 2)), g.const("dense.bias", weights(8, 3)), transB=1)
    x = g.apply("Softmax", x, axis=-1)
    g.rename(x, "probabilities")
    return g.model("image", [("x", ["batch", 1, 6, 5])], [("probabilities", ["batch", 3])], labels="angry,calm,sad",
                   rate="22050")


def lstm(g, x, name, features, units, seeds, sequences):
    """Weights are drawn in the order input, forget, cell, output; ONNX wants input, output, forget, cell."""
    def onnx_order(w):
        return w[[0, 3, 1, 2]]
    kernel = [onnx_order(weights(s, 4, units, features)) for s in seeds]
    recurrent = [onnx_order(weights(s + 1, 4, units, units)) for s in seeds]
    bias = [onnx_order(weights(s + 2, 4, units)) for s in seeds]
    n = len(seeds)
    x = g.apply("Transpose", x, perm=[1, 0, 2])
    k = g.const(f"{name}.kernel", np.stack(kernel).reshape(n, 4 * units, features))
    r = g.const(f"{name}.recurrent", np.stack(recurrent).reshape(n, 4 * units, units))
    b = g.const(f"{name}.bias", np.stack([np.concatenate([b.ravel(), np.zeros(4 * units, np.float32)]) for b in bias]))
    y = g.apply("LSTM", x, k, r, b, outputs=None if sequences else [False, True],
                direction="bidirectional" if n == 2 else "forward", hidden_size=units)
    if sequences:
        return g.reshape(g.apply("Transpose", y, perm=[2, 0, 1, 3]), [0, 0, n * units])
    return g.reshape(g.apply("Transpose", y, perm=[1, 0, 2]), [0, n * units])


def sequence():
    g = Graph()
    c = g.const
    x = g.apply("Sub", "x", c("scaler.mean", weights(1, 1, 4, 1)))
    x = g.apply("Div", x, c("scaler.scale", weights(2, 1, 4, 1) + 1))
    x = g.apply("Conv", x, c("conv.weight", weights(3, 6, 2, 3)), kernel_shape=[3], strides=[1], group=2,
                dilations=[2], pads=[2, 1])
    x = g.apply("LeakyRelu", x, alpha=0.25)
    x = g.apply("AveragePool", x, kernel_shape=[2], strides=[1], auto_pad="VALID")
    x = g.apply("Transpose", x, perm=[0, 2, 1])
    x = g.apply("LayerNormalization", x, c("ln.scale", weights(4, 6)), c("ln.shift", weights(5, 6)), axis=-1,
                epsilon=0.0001)
    x = lstm(g, x, "lstm1", 6, 2, [10, 20], True)
    hidden = lstm(g, x, "lstm2", 4, 3, [30], False)
    a = g.apply("Tanh", g.apply("Add", g.apply("MatMul", x, c("att.weight", weights(6, 4, 1))),
                                c("att.bias", weights(7, 1))))
    a = g.apply("Softmax", a, axis=1)
    mean = g.apply("MatMul", g.apply("Transpose", x, perm=[0, 2, 1]), a)
    mean = g.apply("Flatten", mean, axis=1)
    centred = g.apply("Sub", x, g.apply("ReduceMean", x, axes=[1], keepdims=1))
    spread = g.apply("Sqrt", g.apply("ReduceMean", g.apply("Mul", centred, centred), axes=[1], keepdims=0))
    top = g.apply("ReduceMax", x, axes=[1], keepdims=0)
    x = g.apply("Concat", hidden, mean, spread, top, axis=1)
    name = f"node_{len(g.nodes)}"
    half, one = c(f"{name}.half", np.float32(0.5)), c(f"{name}.one", np.float32(1))
    root = c(f"{name}.rootHalf", np.sqrt(np.float32(0.5)))
    share = g.apply("Add", g.apply("Erf", g.apply("Mul", x, root)), one)
    x = g.apply("Mul", g.apply("Mul", x, half), share)
    g.rename(x, "embedding")
    y = g.apply("Gemm", "embedding", c("dense.weight", weights(9, 2, 15)), c("dense.bias", weights(10, 2)), transB=1)
    y = g.apply("Sigmoid", y)
    g.rename(y, "scores")
    g.nodes.append(helper.make_node("Identity", ["x"], ["copy"], name="copy"))
    return g.model("sequence", [("x", ["batch", 4, "time"])],
                   [("embedding", ["batch", 15]), ("scores", ["batch", 2]), ("copy", ["batch", 4, "time"])])


def torch_image(x):
    import torch
    import torch.nn.functional as F
    w = lambda *a: torch.tensor(weights(*a))
    x = F.conv2d(x, w(1, 2, 1, 3, 3), w(2, 2), padding=1)
    x = F.relu(F.batch_norm(x, w(5, 2), w(6, 2) + 1, w(3, 2), w(4, 2), eps=0.001))
    x = F.max_pool2d(F.pad(x, (0, 1, 0, 0), value=-torch.inf), 2)
    return [torch.softmax(F.linear(x.mean((2, 3)), w(7, 3, 2), w(8, 3)), -1)]


def torch_lstm(features, units, seeds):
    import torch
    net = torch.nn.LSTM(features, units, batch_first=True, bidirectional=len(seeds) == 2)
    with torch.no_grad():
        for s, end in zip(seeds, ("", "_reverse")):
            getattr(net, f"weight_ih_l0{end}").copy_(torch.tensor(weights(s, 4 * units, features)))
            getattr(net, f"weight_hh_l0{end}").copy_(torch.tensor(weights(s + 1, 4 * units, units)))
            getattr(net, f"bias_ih_l0{end}").copy_(torch.tensor(weights(s + 2, 4 * units)))
            getattr(net, f"bias_hh_l0{end}").zero_()
    return net


def torch_sequence(x):
    import torch
    import torch.nn.functional as F
    w = lambda *a: torch.tensor(weights(*a))
    copy = x
    x = (x - w(1, 1, 4, 1)) / (w(2, 1, 4, 1) + 1)
    x = F.leaky_relu(F.conv1d(F.pad(x, (2, 1)), w(3, 6, 2, 3), groups=2, dilation=2), 0.25)
    x = F.avg_pool1d(x, 2, 1).transpose(1, 2)
    x = F.layer_norm(x, (6,), w(4, 6), w(5, 6), 0.0001)
    x = torch_lstm(6, 2, [10, 20])(x)[0]
    hidden = torch_lstm(4, 3, [30])(x)[1][0][0]
    a = torch.softmax(torch.tanh(x @ w(6, 4, 1) + w(7, 1)), 1)
    mean = (x.transpose(1, 2) @ a).flatten(1)
    e = F.gelu(torch.cat([hidden, mean, x.std(1, correction=0), x.amax(1)], 1))
    return [e, torch.sigmoid(F.linear(e, w(9, 2, 15), w(10, 2))), copy]


def session(data):
    onnx.checker.check_model(onnx.load_from_string(data), full_check=True)
    return onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])


def main():
    import torch
    from safetensors.numpy import save
    for name, model, net, shape in (("image", image(), torch_image, (4, 1, 6, 5)),
                                    ("sequence", sequence(), torch_sequence, (3, 4, 9))):
        data = model.SerializeToString(deterministic=True)
        x = weights(50, *shape)
        got = session(data).run(None, {"x": x})
        with torch.no_grad():
            expected = net(torch.tensor(x))
        errors = [float(np.abs(g - e.numpy()).max()) for g, e in zip(got, expected)]
        assert max(errors) < 1e-5, errors
        (here / f"{name}.onnx").write_bytes(data)
        print(name, len(data), "bytes, largest difference from PyTorch", max(errors))
    (here / "small.safetensors").write_bytes(save(
        {"b\u00e9ta": weights(1, 2, 3), "alpha": weights(2, 4), "steps": np.arange(3, dtype=np.int64) - 1},
        metadata={"labels": 'angry,"calm"'}))


if sys.argv[1:2] == ["--check"]:
    for path in sys.argv[2:]:
        inputs = session(Path(path).read_bytes()).get_inputs()
        print(path, "is valid and loads; it takes", ", ".join(f"{i.name} {i.shape}" for i in inputs))
else:
    main()
