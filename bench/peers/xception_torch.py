"""Xception in PyTorch, channels-last, eager: forward pass or training step with frozen batch norms, as Fovea's engine does it."""
import torch
from torch import nn
from torch.nn import functional

from protocol import serve


class Separable(nn.Sequential):
    def __init__(self, inputs, outputs):
        super().__init__(
            nn.Conv2d(inputs, inputs, 3, padding=1, groups=inputs, bias=False),
            nn.Conv2d(inputs, outputs, 1, bias=False),
            nn.BatchNorm2d(outputs, eps=1e-3),
        )


class Halving(nn.Module):
    def __init__(self, inputs, channels, activate_first):
        super().__init__()
        self.first = Separable(inputs, channels[0])
        self.second = Separable(channels[0], channels[1])
        self.way = nn.Sequential(nn.Conv2d(inputs, channels[1], 1, stride=2, bias=False), nn.BatchNorm2d(channels[1], eps=1e-3))
        self.activate_first = activate_first

    def forward(self, x):
        y = functional.relu(x) if self.activate_first else x
        y = self.second(functional.relu(self.first(y)))
        # `same` for a window of 3 and a stride of 2, as TensorFlow pads: the odd row and column after.
        odd_rows, odd_columns = y.shape[2] % 2, y.shape[3] % 2
        pad = (odd_columns, 1, odd_rows, 1)
        y = functional.max_pool2d(functional.pad(y, pad, value=float('-inf')), 3, 2)
        return y + self.way(x)


class Keeping(nn.Module):
    def __init__(self):
        super().__init__()
        self.steps = nn.ModuleList(Separable(728, 728) for _ in range(3))

    def forward(self, x):
        y = x
        for step in self.steps:
            y = step(functional.relu(y))
        return x + y


def xception(from_block, classes=2):
    parts = []
    if from_block == 1:
        for inputs, outputs, stride in ((3, 32, 2), (32, 64, 1)):
            parts += [nn.Conv2d(inputs, outputs, 3, stride, bias=False), nn.BatchNorm2d(outputs, eps=1e-3), nn.ReLU()]
        parts += [Halving(64, (128, 128), False), Halving(128, (256, 256), True), Halving(256, (728, 728), True)]
    parts += [Keeping() for _ in range(max(5, from_block), 13)]
    parts += [Halving(728, (728, 1024), True), Separable(1024, 1536), nn.ReLU(), Separable(1536, 2048), nn.ReLU()]
    parts += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2048, classes)]
    return nn.Sequential(*parts)


def prepare(work):
    torch.manual_seed(1)
    torch.set_num_threads(work['threads'])
    torch.set_num_interop_threads(1)
    model = xception(work['fromBlock']).to(memory_format=torch.channels_last)
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.requires_grad_(False)
    model.eval()
    shape = (work['batch'], 3, 224, 224) if work['fromBlock'] == 1 else (work['batch'], 728, 14, 14)
    x = torch.rand(shape).mul(2).sub(1).to(memory_format=torch.channels_last)
    labels = torch.arange(work['batch']) % 2
    if work['kind'] == 'forward':

        def forward():
            with torch.inference_mode():
                model(x)

        return forward
    optimizer = torch.optim.SGD([w for w in model.parameters() if w.requires_grad], lr=1e-3, momentum=0.9)

    def step():
        optimizer.zero_grad(set_to_none=True)
        functional.cross_entropy(model(x), labels).backward()
        optimizer.step()

    return step


serve(prepare)
