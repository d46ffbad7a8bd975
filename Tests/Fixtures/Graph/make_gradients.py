"""Values and gradients of every operation in float64, by PyTorch: writes gradients.json beside this script.

    pip install torch numpy && python make_gradients.py

Every input is a float32 number, so that the engine starts from the same ones. Before a gradient is written it is held
against central differences of the float64 forward pass (relative 1e-6 in norm), so the file stands for both.
"""
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
random = np.random.default_rng(5)
cases = {}


def numbers(*shape, low=None, high=None):
    values = random.uniform(low, high, shape) if low is not None else random.standard_normal(shape)
    return torch.tensor(values.astype(np.float32).astype(np.float64))


def pad_same(x, size, stride=1, dilation=1, value=0.0):
    pads = []
    for extent in reversed(x.shape[2:]):
        total = max((-(-extent // stride) - 1) * stride + (size - 1) * dilation + 1 - extent, 0)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads, value=value)


def differences(forward, inputs, upstream, name):
    x = inputs[name]
    result = torch.zeros_like(x)
    for index in range(x.numel()):
        step = 1e-6
        ends = []
        for sign in (1, -1):
            moved = {k: v.detach().clone() for k, v in inputs.items()}
            moved[name].view(-1)[index] += sign * step
            ends.append((forward(**moved) * upstream).sum())
        result.view(-1)[index] = (ends[0] - ends[1]) / (2 * step)
    return result


def skip(*shapes):
    """Draws what cases drew that are gone, so that those behind them keep their numbers."""
    for shape in shapes:
        numbers(*shape)


def case(name, forward, differentiable, **inputs):
    leaves = {k: v.clone().requires_grad_(k in differentiable) for k, v in inputs.items()}
    y = forward(**leaves)
    upstream = numbers(*y.shape)
    (y * upstream).sum().backward()
    with torch.no_grad():
        for key in differentiable:
            exact, finite = leaves[key].grad, differences(forward, inputs, upstream, key)
            error = (exact - finite).norm() / max(exact.norm(), 1e-9)
            assert error < 1e-6, (name, key, float(error))
    entry = {k: written(v, 9) for k, v in (inputs | {"upstream": upstream}).items()}
    entry |= {"y": written(y.detach(), 11)}
    entry |= {"d" + k: written(leaves[k].grad, 11) for k in differentiable}
    cases[name] = entry


def written(tensor, digits):
    """Nine digits name a float32 exactly."""
    return {"shape": list(tensor.shape), "values": [float(f"{v:.{digits}g}") for v in tensor.flatten().tolist()]}


def conv(size, stride=1, dilation=1, groups=1, same=True):
    def forward(x, w, b):
        f = F.conv1d if x.dim() == 3 else F.conv2d
        if same:
            x = pad_same(x, size, stride, dilation)
        return f(x, w, b, stride=stride, dilation=dilation, groups=groups)
    return forward


case("conv1d", conv(5), "xwb", x=numbers(2, 3, 9), w=numbers(4, 3, 5), b=numbers(4))
case("conv1d wide", conv(3), "xwb", x=numbers(2, 16, 7), w=numbers(32, 16, 3), b=numbers(32))
case("conv1d strided valid", conv(3, stride=2, same=False), "xwb", x=numbers(2, 3, 10), w=numbers(4, 3, 3), b=numbers(4))
case("conv1d strided same", conv(4, stride=3), "xwb", x=numbers(2, 3, 11), w=numbers(4, 3, 4), b=numbers(4))
case("conv1d dilated", conv(3, dilation=2), "xwb", x=numbers(2, 3, 9), w=numbers(4, 3, 3), b=numbers(4))
case("conv1d grouped", conv(3, groups=2), "xwb", x=numbers(2, 4, 7), w=numbers(6, 2, 3), b=numbers(6))
case("conv2d", conv(3), "xwb", x=numbers(2, 2, 5, 6), w=numbers(3, 2, 3, 3), b=numbers(3))
case("conv2d strided valid", conv(3, stride=2, same=False), "xwb", x=numbers(2, 2, 7, 6), w=numbers(3, 2, 3, 3), b=numbers(3))
case("conv2d relu", lambda x, w, b: conv(3)(x, w, b).relu(), "xwb", x=numbers(2, 2, 4, 5), w=numbers(3, 2, 3, 3), b=numbers(3))

case("dense", F.linear, ("input", "weight", "bias"), input=numbers(3, 5), weight=numbers(4, 5), bias=numbers(4))
case("dense over time", F.linear, ("input", "weight", "bias"), input=numbers(2, 3, 5), weight=numbers(4, 5), bias=numbers(4))

norm = lambda x, scale, shift: F.batch_norm(x, None, None, scale, shift, training=True, eps=1e-3)
case("batch norm", norm, ("x", "scale", "shift"), x=numbers(6, 5), scale=numbers(5), shift=numbers(5))
case("batch norm 1d", norm, ("x", "scale", "shift"), x=numbers(3, 4, 6), scale=numbers(4), shift=numbers(4))
case("batch norm relu 2d", lambda x, scale, shift: norm(x, scale, shift).relu(), ("x", "scale", "shift"),
     x=numbers(2, 3, 4, 3), scale=numbers(3), shift=numbers(3))
skip((2, 3, 7), (7,), (7,), (2, 3, 7))

case("max pool 1d same", lambda x: F.max_pool1d(pad_same(x, 5, 2, value=-torch.inf), 5, 2), "x", x=numbers(2, 3, 11))
case("max pool 2d", lambda x: F.max_pool2d(x, 2), "x", x=numbers(2, 3, 5, 6))
case("average pool 1d same", lambda x: F.avg_pool1d(pad_same(x, 3, 2), 3, 2)
     / F.avg_pool1d(pad_same(torch.ones_like(x), 3, 2), 3, 2), "x", x=numbers(2, 3, 8))
case("average pool 2d", lambda x: F.avg_pool2d(x, 2), "x", x=numbers(2, 3, 4, 6))
case("global max pool", lambda x: x.amax((2, 3)), "x", x=numbers(2, 3, 4, 3))
case("global average pool", lambda x: x.mean(2), "x", x=numbers(2, 3, 7))
skip((2, 3, 7), (2, 6), (2, 3, 7), (2, 7), (2, 3))

case("relu", torch.relu, ("input",), input=numbers(3, 7))
case("leaky relu", lambda input: F.leaky_relu(input, 0.1), ("input",), input=numbers(3, 7))
case("gelu", F.gelu, ("input",), input=numbers(3, 7))
case("sigmoid", torch.sigmoid, ("input",), input=numbers(3, 7))
case("tanh", torch.tanh, ("input",), input=numbers(3, 7))
skip((3, 7), (3, 7))
case("concat", lambda a, b: torch.cat([a, b], 1), "ab", a=numbers(2, 3, 4), b=numbers(2, 2, 4))
case("permute", lambda x: x.permute(0, 2, 1).reshape(2, 12).tanh(), "x", x=numbers(2, 3, 4))
case("add", lambda a, b: a + b * 1.0, "ab", a=numbers(2, 3, 4), b=numbers(2, 3, 4))

weights = torch.tensor([0.5, 1.5, 1.0, 2.0])


def cross_entropy(x, t):
    q = 0.9 * t + 0.1 / 4
    return (-(q * x.log_softmax(1)).sum(1) * (t * weights).sum(1)).mean().reshape(1)


case("cross entropy", cross_entropy, "x", x=numbers(5, 4), t=torch.tensor(
    (lambda t: (t / t.sum(1, keepdims=True)).astype(np.float32).astype(np.float64))(random.uniform(0, 1, (5, 4)))))


def lstm(last):
    """Keras's gate order i, f, c, o in weights [directions, in, 4, out]; PyTorch's own cell run step by step."""
    def forward(x, kernel, recurrent, bias):
        outputs = []
        for direction in range(kernel.shape[0]):
            units = kernel.shape[3]
            times = range(x.shape[1]) if direction == 0 else reversed(range(x.shape[1]))
            h = c = x.new_zeros(x.shape[0], units)
            steps = {}
            for t in times:
                z = torch.einsum("ni,igo->ngo", x[:, t], kernel[direction])
                z = z + torch.einsum("ni,igo->ngo", h, recurrent[direction]) + bias[direction]
                i, f, g, o = z.unbind(1)
                c = f.sigmoid() * c + i.sigmoid() * g.tanh()
                h = o.sigmoid() * c.tanh()
                steps[t] = h
            outputs.append(h if last else torch.stack([steps[t] for t in range(x.shape[1])], 1))
        return torch.cat(outputs, -1)
    return forward


for name, directions, last in [("lstm", 1, False), ("lstm last", 1, True), ("bilstm", 2, False), ("bilstm last", 2, True)]:
    case(name, lstm(last), ("x", "kernel", "recurrent", "bias"), x=numbers(3, 4, 5),
         kernel=0.5 * numbers(directions, 5, 4, 6), recurrent=0.5 * numbers(directions, 6, 4, 6),
         bias=numbers(directions, 4, 6))

path = pathlib.Path(__file__).with_name("gradients.json")
path.write_text("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in sorted(cases.items())) + "\n}\n")
print(path.stat().st_size, "bytes,", len(cases), "cases, torch", torch.__version__)
