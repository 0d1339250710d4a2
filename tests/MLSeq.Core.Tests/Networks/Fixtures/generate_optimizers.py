"""Records some steps of PyTorch's optimizers on a small network, in double precision, for OptimizerTests.

Run in this folder: python3 generate_optimizers.py (needs torch 1.13 or later). Each case becomes optimizers/NAME.json.
"""

import torch

from generate import Network, loss_of, make_batch, recorded, write

BATCHES = ([6, 3, 3, 1], [2, 5, 4, 4, 1], [3, 3, 3], [8, 1, 2, 2])


def steps(name, settings, make, clip_value=0.0, clip_norm=0.0, **options):
    """Steps of make(weights, biases); gradients are clipped by value, then by the norm of all together."""
    network = Network(options)
    start = network.named()
    batches = [make_batch(options, lengths) for lengths in BATCHES]
    parameters = {n: p for n, p in network.named_parameters() if p.requires_grad}
    biases = [p for n, p in parameters.items() if "bias" in n]
    weights = [p for n, p in parameters.items() if "bias" not in n]
    optimizer = make(weights, biases)
    losses, cut = [], []
    for batch in batches:
        optimizer.zero_grad()
        loss = loss_of(options, network(batch[0], batch[1]), batch[2], batch[3])
        loss.backward()
        if clip_value:
            cut.append(max(p.grad.abs().max().item() for p in weights) > clip_value)
            torch.nn.utils.clip_grad_value_(weights + biases, clip_value)
        if clip_norm:
            torch.nn.utils.clip_grad_norm_(weights + biases, clip_norm)
        optimizer.step()
        losses.append(loss.item())
    assert not clip_value or any(cut)
    write(name, {
        "options": options, "settings": settings, "batches": [recorded(b) for b in batches], "parameters": start,
        "losses": losses, "trained": network.named(),
    })


def main():
    torch.manual_seed(2)
    network = {"frame": 3, "hidden": 3, "layers": 1, "bidirectional": False, "pooling": "Mean", "outputs": 2, "output": "Softmax"}

    def case(name, settings, optimizer, clip_value=0.0, clip_norm=0.0, sparse=False, decay=0.0, **arguments):
        def make(weights, biases):  # biases do not decay
            return optimizer([{"params": weights, "weight_decay": decay}, {"params": biases, "weight_decay": 0}], **arguments)

        shape = dict(network, frame=0, vocabulary=9, embedding=3, sparse=True) if sparse else network
        steps(f"optimizers/{name}", settings, make, clip_value, clip_norm, **shape)

    optim = torch.optim
    case("sgd", {"Optimizer": "Sgd", "LearningRate": 0.5, "WeightDecay": 0.1}, optim.SGD, lr=0.5, decay=0.1)
    case("sgd-rows", {"Optimizer": "Sgd", "LearningRate": 0.5}, optim.SGD, lr=0.5, sparse=True)
    case("sgd-momentum", {"Optimizer": "Sgd", "LearningRate": 0.5, "Momentum": 0.9, "WeightDecay": 0.05}, optim.SGD, lr=0.5, momentum=0.9,
         decay=0.05)
    case("sgd-nesterov", {"Optimizer": "Sgd", "LearningRate": 0.5, "Momentum": 0.9, "Nesterov": True}, optim.SGD, lr=0.5, momentum=0.9,
         nesterov=True)
    case("adagrad", {"Optimizer": "AdaGrad", "LearningRate": 0.1, "WeightDecay": 0.1}, optim.Adagrad, lr=0.1, decay=0.1)
    case("adagrad-rows", {"Optimizer": "AdaGrad", "LearningRate": 0.1}, optim.Adagrad, lr=0.1, sparse=True)
    case("rmsprop", {"Optimizer": "RmsProp", "LearningRate": 0.02, "WeightDecay": 0.1}, optim.RMSprop, lr=0.02, decay=0.1)
    case("rmsprop-momentum", {"Optimizer": "RmsProp", "LearningRate": 0.02, "Momentum": 0.5, "Beta2": 0.9, "Epsilon": 1e-5}, optim.RMSprop,
         lr=0.02, momentum=0.5, alpha=0.9, eps=1e-5)
    case("adam-decay", {"Optimizer": "Adam", "LearningRate": 0.02, "WeightDecay": 0.1}, optim.Adam, lr=0.02, decay=0.1)
    case("adamw", {"Optimizer": "AdamW", "LearningRate": 0.02, "Beta1": 0.8, "Beta2": 0.9, "WeightDecay": 0.5}, optim.AdamW, lr=0.02,
         betas=(0.8, 0.9), decay=0.5)
    case("clip-value", {"Optimizer": "Sgd", "LearningRate": 0.5, "ClipValue": 0.05}, optim.SGD, lr=0.5, clip_value=0.05)
    case("clip-both", {"Optimizer": "Sgd", "LearningRate": 0.5, "ClipValue": 0.03, "ClipNorm": 0.05}, optim.SGD, lr=0.5, clip_value=0.03,
         clip_norm=0.05)


if __name__ == "__main__":
    main()
