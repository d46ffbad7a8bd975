"""One training step (forward, backward, Adam) of two of Lilt's networks in PyTorch, as its users run it.

    python3 Benchmarks/torch_steps.py {cnn1d,cnn-bilstm} [--jobs 2] [--repetitions 20] [--bfloat16] [--tuned]

--tuned uses channels-last memory; set MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=-1 MALLOC_TOP_PAD_=268435456 as well.
Prints the seconds of a step as lilt-bench does, after one step that warms up. Needs: torch.
"""
import argparse

import torch
from torch import nn

from timing import measure, report, report_memory


class Same1d(nn.Module):
    """Max pooling of stride 2 with Keras' 'same' padding."""

    def __init__(self, size):
        super().__init__()
        self.size, self.pool = size, nn.MaxPool1d(size, 2)

    def forward(self, x):
        total = max((-(-x.shape[-1] // 2) - 1) * 2 + self.size - x.shape[-1], 0)
        return self.pool(nn.functional.pad(x, (total // 2, total - total // 2), value=float("-inf")))


def cnn1d(classes=8):
    layers, channels = [], 1
    for filters, size, pool, drop in [(512, 5, 5, 0), (512, 5, 5, 0.2), (256, 5, 5, 0), (256, 3, 5, 0.2), (128, 3, 3, 0.2)]:
        layers += [nn.Conv1d(channels, filters, size, padding=size // 2), nn.ReLU(), nn.BatchNorm1d(filters), Same1d(pool)]
        layers += [nn.Dropout(drop)] if drop else []
        channels = filters
    return nn.Sequential(
        *layers, nn.Flatten(), nn.Linear(128 * 75, 512), nn.ReLU(), nn.BatchNorm1d(512), nn.Linear(512, classes)
    ), (1, 2376)


class CNNBiLSTM(nn.Module):
    def __init__(self, classes=8, features=182, frames=175):
        super().__init__()
        blocks, channels = [], 1
        for filters in (64, 128, 256):
            for _ in range(2):
                blocks += [nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU(), nn.BatchNorm2d(filters)]
                channels = filters
            blocks += [nn.MaxPool2d(2), nn.Dropout(0.25)]
        self.blocks = nn.Sequential(*blocks)
        self.first = nn.LSTM(256 * (frames // 8), 256, batch_first=True, bidirectional=True)
        self.second = nn.LSTM(512, 128, batch_first=True, bidirectional=True)
        self.head = nn.Sequential(
            nn.BatchNorm1d(256), nn.Dropout(0.4), nn.Linear(256, 256), nn.ReLU(), nn.BatchNorm1d(256), nn.Dropout(0.4),
            nn.Linear(256, classes))

    def forward(self, x):
        x = self.blocks(x)  # [row, channel, feature, time]
        x = x.permute(0, 2, 3, 1).flatten(2)  # the published reshape: along the feature axis
        x = nn.functional.dropout(self.first(x)[0], 0.3, self.training)
        _, (hidden, _) = self.second(x)
        return self.head(torch.cat([hidden[0], hidden[1]], 1))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=["cnn1d", "cnn-bilstm"])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--repetitions", type=int, default=20)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--bfloat16", action="store_true")
    parser.add_argument("--tuned", action="store_true")
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(options.jobs)
    model, shape = cnn1d() if options.model == "cnn1d" else (CNNBiLSTM(), (1, 182, 175))
    x = torch.randn(options.batch, *shape)
    y = torch.randint(0, 8, (options.batch,))
    if options.tuned and len(shape) == 3:
        model, x = model.to(memory_format=torch.channels_last), x.to(memory_format=torch.channels_last)
    adam = torch.optim.Adam(model.parameters(), 1e-3)

    def step():
        adam.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
            loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        adam.step()

    step()
    job = f"step-{options.model}" + ("-bfloat16" if options.bfloat16 else "")
    report(job, measure(step, options.repetitions))
    report_memory(job)


main()
