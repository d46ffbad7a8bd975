"""One training step of small models in float64, by PyTorch: loss, every gradient, and the weights after Adam.

    pip install torch numpy && python make_steps.py

Writes steps.json beside this script. Parameters carry the paths and shapes that Learning gives them; all start as
float32 numbers. Dropout is off, so that a step is a function of its inputs; Adam's epsilon is large, so that its first
step is not the mere sign of gradients that are 0 but for rounding.
"""
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
margins = []
CLASSES, ROWS = 3, 8


def relu(x):
    margins.append(float(x.detach().abs().min()))
    return x.relu()


def pooled(x, windows):
    """The maximum over the last axis of windows of x."""
    largest = windows.topk(2).values
    # Two equal winners that a ReLU made 0 both have no gradient, so a tie between them does not matter.
    margins.append(float((largest[..., 0] - largest[..., 1])[largest[..., 0] > 0].min().detach()))
    return windows.amax(-1)


class Parameters(dict):
    """Makes parameters as a forward pass asks for them, in that order."""

    def ask(self, path, *shape, around=0.0):
        if path not in self:
            fan = max(int(np.prod(shape[1:])), 1)
            values = around + random.standard_normal(shape) / np.sqrt(fan)
            self[path] = torch.tensor(values.astype(np.float32).astype(np.float64), requires_grad=True)
        return self[path]


def dense(p, name, x, units):
    return F.linear(x, p.ask(f"{name}/weight", units, x.shape[-1]), p.ask(f"{name}/bias", units))


def conv(p, name, x, filters, size):
    weight = p.ask(f"{name}/weight", filters, x.shape[1], *[size] * (x.dim() - 2))
    return (F.conv1d if x.dim() == 3 else F.conv2d)(x, weight, p.ask(f"{name}/bias", filters), padding="same")


def norm(p, name, x):
    scale, shift = p.ask(f"{name}/scale", x.shape[1], around=1.0), p.ask(f"{name}/shift", x.shape[1])
    return F.batch_norm(x, None, None, scale, shift, training=True, eps=1e-3)


def pool_same(x, size, stride):
    total = max((-(-x.shape[-1] // stride) - 1) * stride + size - x.shape[-1], 0)
    padded = F.pad(x, (total // 2, total - total // 2), value=-torch.inf)
    return pooled(x, padded.unfold(2, size, stride))


def bilstm(p, name, x, units, sequence):
    kernel = p.ask(f"{name}/weight", 2, x.shape[-1], 4, units)
    recurrent = p.ask(f"{name}/recurrent", 2, units, 4, units)
    bias = p.ask(f"{name}/bias", 2, 4, units)
    results = []
    for direction, times in enumerate([range(x.shape[1]), reversed(range(x.shape[1]))]):
        h = c = x.new_zeros(x.shape[0], units)
        states = {}
        for t in times:
            z = torch.einsum("ni,igo->ngo", x[:, t], kernel[direction]) + bias[direction]
            i, f, g, o = (z + torch.einsum("ni,igo->ngo", h, recurrent[direction])).unbind(1)
            c = f.sigmoid() * c + i.sigmoid() * g.tanh()
            h = states[t] = o.sigmoid() * c.tanh()
        results.append(torch.stack([states[t] for t in range(x.shape[1])], 1) if sequence else h)
    return torch.cat(results, -1)


def cnn1d(p, x):
    h = x[:, None]
    for index, (filters, window, pool) in enumerate([(4, 5, 5), (6, 3, 3)]):
        h = pool_same(norm(p, f"norm{index + 1}", relu(conv(p, f"conv{index + 1}", h, filters, window))), pool, 2)
    h = norm(p, "norm3", relu(dense(p, "dense", h.flatten(1), 5)))
    return dense(p, "output", h, CLASSES)


def cnn_bilstm(p, x):
    h = x[:, None]
    for index, filters in enumerate([2, 3, 4]):
        for part in "ab":
            name = f"{index + 1}{part}"
            h = relu(norm(p, f"norm{name}", conv(p, f"conv{name}", h, filters, 3)))
        h = pooled(h, h.unfold(2, 2, 2).unfold(3, 2, 2).flatten(4))
    h = h.permute(0, 2, 3, 1).flatten(2)
    h = bilstm(p, "lstm1", h, 4, sequence=True)
    h = norm(p, "norm4", bilstm(p, "lstm2", h, 3, sequence=False))
    h = norm(p, "norm5", relu(dense(p, "dense", h, 5)))
    return dense(p, "output", h, CLASSES)


def written(tensor, digits):
    return {"shape": list(tensor.shape), "values": [float(f"{v:.{digits}g}") for v in tensor.flatten().tolist()]}


def margin(forward, shape, seed):
    """Draws inputs and runs forward; how far the nearest ReLU is from its kink, the nearest maximum from a tie."""
    global random
    random = np.random.default_rng(seed)
    margins.clear()
    x = torch.tensor(random.standard_normal((ROWS, *shape)).astype(np.float32).astype(np.float64))
    forward(Parameters(), x)
    return min(margins)


steps = {}
for name, forward, shape in [("cnn1d", cnn1d, (21,)), ("cnnBiLSTM", cnn_bilstm, (24, 17))]:
    # At a kink float32 and float64 may take different sides, and no gradient is right: draw until none is near.
    seed = next(seed for seed in range(1000) if margin(forward, shape, seed) > 1e-5)
    random = np.random.default_rng(seed)
    x = torch.tensor(random.standard_normal((ROWS, *shape)).astype(np.float32).astype(np.float64))
    labels = torch.arange(ROWS) % CLASSES
    parameters = Parameters()
    loss = F.cross_entropy(forward(parameters, x), labels)
    before = {k: written(v.detach(), 9) for k, v in parameters.items()}
    optimiser = torch.optim.Adam(parameters.values(), lr=1e-2, eps=1e-3)
    loss.backward()
    optimiser.step()
    steps[name] = {
        "x": {"x": written(x, 9)}, "loss": {"loss": written(loss.detach().reshape(1), 12)}, "before": before,
        "gradient": {k: written(v.grad, 11) for k, v in parameters.items()},
        "after": {k: written(v.detach(), 11) for k, v in parameters.items()},
    }
    print(name, "seed", seed)
path = pathlib.Path(__file__).with_name("steps.json")
path.write_text(json.dumps(steps, separators=(",", ":")).replace('},"', '},\n"') + "\n")
print(path.stat().st_size, "bytes, torch", torch.__version__)
