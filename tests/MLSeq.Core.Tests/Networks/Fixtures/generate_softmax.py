"""Records what PyTorch's adaptive softmax computes, in double precision, for AdaptiveSoftmaxHeadTests.

Run in this folder: python3 generate_softmax.py (needs torch 1.13 or later). Writes adaptive-softmax.json.
"""

import json

import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def main():
    torch.manual_seed(2)
    layer = nn.AdaptiveLogSoftmaxWithLoss(19, 23, cutoffs=[5, 11], div_value=4.0, head_bias=True)
    named = {"output.weights": layer.head.weight, "output.bias": layer.head.bias}
    for i, tail in enumerate(layer.tail, 1):
        named[f"output{i}.projection.weights"] = tail[0].weight
        named[f"output{i}.weights"] = tail[1].weight
    for parameter in named.values():
        nn.init.uniform_(parameter, -0.8, 0.8)
    states = torch.randn(8, 19, requires_grad=True)
    labels = torch.tensor([0, 4, 5, 10, 11, 22, 3, 17])
    loss = -layer(states, labels).output.sum()
    loss.backward()

    def numbers(tensor):
        return [float(f"{value:.10g}") for value in tensor.flatten().tolist()]

    content = {
        "labels": labels.tolist(), "states": numbers(states), "loss": loss.item(), "statesGradient": numbers(states.grad),
        "parameters": {name: numbers(p) for name, p in named.items()},
        "gradients": {name: numbers(p.grad) for name, p in named.items()},
    }
    with open("adaptive-softmax.json", "w", encoding="utf-8", newline="\n") as file:
        json.dump(content, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
