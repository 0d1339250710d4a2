"""Training steps of an LSTM network in PyTorch.

Prints one JSON object: tokens a second of each slice of time by form (threads; dense or sparse embedding gradients).
Usage: python3 training_step.py SECONDS VOCABULARY EMBEDDING HIDDEN LAYERS BIDIRECTIONAL BATCH STEPS OUTPUTS EACH_STEP CARRY OPTIMIZER
"""

import json
import sys
import time

import torch
from torch import nn

CLIP = 5.0
SLICE_SECONDS = 0.2


class Network(nn.Module):
    def __init__(self, shape, sparse):
        super().__init__()
        vocabulary, embedding, hidden, layers, bidirectional, _, _, outputs, self.each_step, _ = shape
        self.embedding = nn.Embedding(vocabulary, embedding, sparse=sparse)
        self.lstm = nn.LSTM(embedding, hidden, layers, bidirectional=bool(bidirectional))
        self.output = nn.Linear(hidden * (2 if bidirectional else 1), outputs)

    def forward(self, ids, state):
        states, state = self.lstm(self.embedding(ids), state)
        return self.output(states if self.each_step else states[-1]), state


def clip_all(parameters):
    """clip_grad_norm_ for gradients of which some are sparse."""
    values = []
    for parameter in parameters:
        if parameter.grad.is_sparse:
            parameter.grad = parameter.grad.coalesce()
            values.append(parameter.grad._values())
        else:
            values.append(parameter.grad)
    norm = torch.norm(torch.stack([torch.norm(v) for v in values])).item()
    if norm > CLIP:
        for value in values:
            value.mul_(CLIP / norm)


def measure(threads, sparse, seconds, shape, optimizer):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    vocabulary, _, _, _, _, batch, steps, outputs, each_step, carry = shape
    model = Network(shape, sparse)
    parameters = list(model.parameters())
    if optimizer == "sgd":
        optimizers = [torch.optim.SGD(parameters, lr=1.0)]
    elif sparse:
        optimizers = [torch.optim.SparseAdam(parameters[:1]), torch.optim.Adam(parameters[1:])]
    else:
        optimizers = [torch.optim.Adam(parameters)]
    labels = (steps, batch) if each_step else (batch,)
    batches = [(torch.randint(0, vocabulary, (steps, batch)), torch.randint(0, outputs, labels)) for _ in range(50)]
    state = None

    def step(i):
        nonlocal state
        ids, expected = batches[i % len(batches)]
        for o in optimizers:
            o.zero_grad()
        scores, after = model(ids, state)
        if carry:
            state = tuple(s.detach() for s in after)
        nn.functional.cross_entropy(scores.reshape(-1, outputs), expected.reshape(-1)).backward()
        if sparse:
            clip_all(parameters)
        else:
            nn.utils.clip_grad_norm_(parameters, CLIP)
        for o in optimizers:
            o.step()

    for i in range(3):
        step(i)
    rates, done, begin = [], 0, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        start, first = time.perf_counter(), done
        while time.perf_counter() - start < SLICE_SECONDS:
            step(done)
            done += 1
        rates.append((done - first) * batch * steps / (time.perf_counter() - start))
    return rates


def main():
    seconds = float(sys.argv[1])
    shape = tuple(int(a) for a in sys.argv[2:12])
    rates = {}
    for sparse in (False, True):
        for threads in (1, 2):
            name = f"{threads} thread{'s' if threads > 1 else ''}, {'sparse' if sparse else 'dense'} embedding gradient"
            rates[name] = measure(threads, sparse, seconds, shape, sys.argv[12])
    print(json.dumps(rates))


if __name__ == "__main__":
    main()
