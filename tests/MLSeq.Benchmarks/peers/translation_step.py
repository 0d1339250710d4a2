"""Training steps of an LSTM encoder-decoder with general attention in PyTorch.

Prints one JSON object: target tokens a second of each slice of time by form (threads; dense or sparse embedding gradients).
Usage: python3 translation_step.py SECONDS VOCABULARY SIZE LAYERS BATCH STEPS FEEDING
"""

import json
import sys
import time

import torch
from torch import nn

from training_step import CLIP, SLICE_SECONDS, clip_all


class Network(nn.Module):
    def __init__(self, vocabulary, size, layers, feeding, sparse):
        super().__init__()
        self.size, self.layers, self.feeding = size, layers, feeding
        self.sources = nn.Embedding(vocabulary, size, sparse=sparse)
        self.targets = nn.Embedding(vocabulary, size, sparse=sparse)
        self.encoder = nn.LSTM(size, size, layers, bidirectional=True)
        self.bridges = nn.ModuleList(nn.Linear(2 * size, 2 * size) for _ in range(layers))
        if feeding:  # the loop over steps needs cells
            self.cells = nn.ModuleList(nn.LSTMCell(2 * size if i == 0 else size, size) for i in range(layers))
        else:
            self.decoder = nn.LSTM(size, size, layers)
        self.key = nn.Linear(2 * size, size, bias=False)
        self.combine = nn.Linear(3 * size, size)
        self.output = nn.Linear(size, vocabulary)

    def attend(self, states, keys, memory):
        """Vectors of states [N, T, H] over keys [N, S, H] and memory [N, S, D]."""
        shares = torch.softmax(torch.bmm(states, keys.transpose(1, 2)), 2)
        return torch.tanh(self.combine(torch.cat([torch.bmm(shares, memory), states], 2)))

    def forward(self, sources, targets):
        memory, (last, _) = self.encoder(self.sources(sources))
        ends = last.view(self.layers, 2, -1, self.size).transpose(1, 2).flatten(2)
        starts = [torch.tanh(bridge(ends[i])).chunk(2, 1) for i, bridge in enumerate(self.bridges)]
        memory = memory.transpose(0, 1).contiguous()
        keys = self.key(memory)
        x = self.targets(targets)
        if not self.feeding:
            start = tuple(torch.stack([s[k] for s in starts]) for k in (0, 1))
            states, _ = self.decoder(x, start)
            return self.output(self.attend(states.transpose(0, 1), keys, memory))
        vectors, vector = [], torch.zeros(x.shape[1], self.size)
        for t in range(x.shape[0]):
            h = torch.cat([x[t], vector], 1)
            for i, cell in enumerate(self.cells):
                starts[i] = cell(h, starts[i])
                h = starts[i][0]
            vector = self.attend(h.unsqueeze(1), keys, memory).squeeze(1)
            vectors.append(vector)
        return self.output(torch.stack(vectors, 1))


def measure(threads, sparse, seconds, vocabulary, size, layers, batch, steps, feeding):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = Network(vocabulary, size, layers, feeding, sparse)
    parameters = list(model.parameters())
    tables = [model.sources.weight, model.targets.weight]
    if sparse:
        others = [p for p in parameters if all(p is not t for t in tables)]
        optimizers = [torch.optim.SparseAdam(tables), torch.optim.Adam(others)]
    else:
        optimizers = [torch.optim.Adam(parameters)]
    batches = [tuple(torch.randint(0, vocabulary, (steps, batch)) for _ in range(3)) for _ in range(20)]

    def step(i):
        sources, targets, labels = batches[i % len(batches)]
        for o in optimizers:
            o.zero_grad()
        scores = model(sources, targets)
        nn.functional.cross_entropy(scores.reshape(-1, vocabulary), labels.t().reshape(-1)).backward()
        if sparse:
            clip_all(parameters)
        else:
            nn.utils.clip_grad_norm_(parameters, CLIP)
        for o in optimizers:
            o.step()

    for i in range(2):
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
    seconds, shape = float(sys.argv[1]), tuple(int(a) for a in sys.argv[2:8])
    rates = {}
    for sparse in (False, True):
        for threads in (1, 2):
            name = f"{threads} thread{'s' if threads > 1 else ''}, {'sparse' if sparse else 'dense'} embedding gradient"
            rates[name] = measure(threads, sparse, seconds, *shape)
    print(json.dumps(rates))


if __name__ == "__main__":
    main()
