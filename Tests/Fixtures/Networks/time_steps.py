"""Seconds of one PyTorch training step (forward, backward, Adam) of `cnn1d` and `cnnBiLSTM`: the peer of StepBenchmark.

    python time_steps.py                        # as its users run it
    MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=-1 MALLOC_TOP_PAD_=268435456 python time_steps.py --channels-last

Options: --model cnn1d|cnnBiLSTM, --batch 64, --threads 2, --steps 3, --bfloat16 (autocast), --channels-last. The first
step is not counted. Random rows, eight classes.
"""
import argparse
import contextlib
import resource
import time

import torch
import torch.nn.functional as F
from torch import nn


class SamePool(nn.Module):
    """Max pooling with stride 2 and Keras's padding."""

    def __init__(self, size):
        super().__init__()
        self.size = size

    def forward(self, x):
        total = max((-(-x.shape[-1] // 2) - 1) * 2 + self.size - x.shape[-1], 0)
        return F.max_pool1d(F.pad(x, (total // 2, total - total // 2), value=float("-inf")), self.size, 2)


def cnn1d():
    layers, channels = [], 1
    for filters, window, pool, rate in [(512, 5, 5, 0), (512, 5, 5, 0.2), (256, 5, 5, 0), (256, 3, 5, 0.2), (128, 3, 3, 0.2)]:
        layers += [nn.Conv1d(channels, filters, window, padding="same"), nn.ReLU()]
        layers += [nn.BatchNorm1d(filters, eps=1e-3, momentum=0.01), SamePool(pool)]
        layers += [nn.Dropout(rate)] if rate else []
        channels = filters
    layers += [nn.Flatten(), nn.Linear(9600, 512), nn.ReLU(), nn.BatchNorm1d(512), nn.Linear(512, 8)]
    return nn.Sequential(nn.Unflatten(1, (1, 2376)), *layers)


class CNNBiLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        layers, channels = [], 1
        for filters in (64, 128, 256):
            for _ in range(2):
                layers += [nn.Conv2d(channels, filters, 3, padding=1), nn.BatchNorm2d(filters), nn.ReLU()]
                channels = filters
            layers += [nn.MaxPool2d(2), nn.Dropout(0.25)]
        self.convolutions = nn.Sequential(*layers)
        self.lstm1 = nn.LSTM(21 * 256, 256, batch_first=True, bidirectional=True)
        self.lstm2 = nn.LSTM(512, 128, batch_first=True, bidirectional=True)
        self.head = nn.Sequential(
            nn.BatchNorm1d(256), nn.Dropout(0.4), nn.Linear(256, 256), nn.ReLU(), nn.BatchNorm1d(256), nn.Dropout(0.4),
            nn.Linear(256, 8))

    def forward(self, x):
        h = self.convolutions(x[:, None])  # [batch, 256, 22, 21]
        h, _ = self.lstm1(h.permute(0, 2, 3, 1).flatten(2))
        _, (final, _) = self.lstm2(F.dropout(h, 0.3, self.training))
        return self.head(torch.cat([final[0], final[1]], 1))


options = argparse.ArgumentParser()
options.add_argument("--model", choices=["cnn1d", "cnnBiLSTM"], default="cnn1d")
options.add_argument("--batch", type=int, default=64)
options.add_argument("--threads", type=int, default=2)
options.add_argument("--steps", type=int, default=3)
options.add_argument("--bfloat16", action="store_true")
options.add_argument("--channels-last", action="store_true")
options = options.parse_args()

torch.set_num_threads(options.threads)
model, shape = (cnn1d(), (2376,)) if options.model == "cnn1d" else (CNNBiLSTM(), (182, 175))
if options.channels_last and options.model == "cnnBiLSTM":
    model = model.to(memory_format=torch.channels_last)
optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
x, y = torch.rand(options.batch, *shape) * 2 - 1, torch.randint(0, 8, (options.batch,))
for step in range(options.steps + 1):
    begin, worked = time.perf_counter(), time.process_time()
    optimiser.zero_grad()
    with torch.autocast("cpu", torch.bfloat16) if options.bfloat16 else contextlib.nullcontext():
        loss = F.cross_entropy(model(x), y)
    loss.backward()
    optimiser.step()
    if step:
        print(f"{time.perf_counter() - begin:.3f} s, {time.process_time() - worked:.3f} s of processor time")
print(f"torch {torch.__version__}, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")
