"""Training steps a second of PyTorch: embedding 100, LSTM 128, batches of 64 x 50 tokens, vocabulary 20,000, two classes.

Prints one JSON object: tokens a second of each slice of time by configuration (threads; dense or sparse embedding gradients).
Usage: python3 training_step.py SECONDS
"""

import json
import sys
import time

import torch
from torch import nn

VOCABULARY, EMBEDDING, HIDDEN, BATCH, STEPS, CLIP = 20_000, 100, 128, 64, 50, 5.0
SLICE_SECONDS = 0.2


class Classifier(nn.Module):
    def __init__(self, sparse):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, EMBEDDING, sparse=sparse)
        self.lstm = nn.LSTM(EMBEDDING, HIDDEN)
        self.output = nn.Linear(HIDDEN, 2)

    def forward(self, ids):
        _, (last, _) = self.lstm(self.embedding(ids))
        return self.output(last[-1])


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


def measure(threads, sparse, seconds):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = Classifier(sparse)
    parameters = list(model.parameters())
    if sparse:
        optimizers = [torch.optim.SparseAdam(parameters[:1]), torch.optim.Adam(parameters[1:])]
    else:
        optimizers = [torch.optim.Adam(parameters)]
    batches = [(torch.randint(0, VOCABULARY, (STEPS, BATCH)), torch.randint(0, 2, (BATCH,))) for _ in range(50)]

    def step(i):
        ids, labels = batches[i % len(batches)]
        for optimizer in optimizers:
            optimizer.zero_grad()
        nn.functional.cross_entropy(model(ids), labels).backward()
        if sparse:
            clip_all(parameters)
        else:
            nn.utils.clip_grad_norm_(parameters, CLIP)
        for optimizer in optimizers:
            optimizer.step()

    for i in range(3):
        step(i)
    rates, done, begin = [], 0, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        start, first = time.perf_counter(), done
        while time.perf_counter() - start < SLICE_SECONDS:
            step(done)
            done += 1
        rates.append((done - first) * BATCH * STEPS / (time.perf_counter() - start))
    return rates


def main():
    seconds = float(sys.argv[1])
    rates = {}
    for sparse in (False, True):
        for threads in (1, 2):
            name = f"{threads} thread{'s' if threads > 1 else ''}, {'sparse' if sparse else 'dense'} embedding gradient"
            rates[name] = measure(threads, sparse, seconds)
    print(json.dumps(rates))


if __name__ == "__main__":
    main()
