"""The classifier of the benchmarks sst2 and names in PyTorch: the same ids, network, initial distributions, batches, optimizer and schedule.

Prints a JSON list of {accuracy, seconds}, one for each seed.
Usage: python3 classifier.py FILE, a JSON object {seeds, Network, Training, train, dev} with rows [label, ids].
"""

import json
import random
import sys
import time

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

POOL = 16384


class Classifier(nn.Module):
    def __init__(self, options):
        super().__init__()
        hidden, classes = options["HiddenSize"], options["OutputSize"]
        self.word_dropout = options["WordDropout"]
        self.embedding = nn.Embedding(options["VocabularySize"], options["EmbeddingSize"], sparse=True)
        self.lstm = nn.LSTM(options["EmbeddingSize"], hidden, bidirectional=True, batch_first=True)
        self.dropout = nn.Dropout(options["Dropout"])
        self.output = nn.Linear(2 * hidden, classes)
        nn.init.normal_(self.embedding.weight, std=0.1)
        nn.init.zeros_(self.output.bias)
        for name, parameter in self.lstm.named_parameters():
            if "bias" in name:
                nn.init.zeros_(parameter)
        for bias in (self.lstm.bias_ih_l0, self.lstm.bias_ih_l0_reverse):
            bias.data[hidden : 2 * hidden] = 1  # the forget gate's

    def forward(self, ids, lengths):
        if self.training:
            ids = ids.masked_fill(torch.rand(ids.shape) < self.word_dropout, 0)
        x = self.dropout(self.embedding(ids))
        packed, _ = self.lstm(pack_padded_sequence(x, lengths, batch_first=True))
        states, _ = pad_packed_sequence(packed, batch_first=True, padding_value=float("-inf"))
        return self.output(self.dropout(states.max(dim=1).values))


def batches(rows, size, shuffle):
    """Batches of similar lengths, each by falling length: (ids, lengths, labels)."""
    rows = list(rows)
    if shuffle:
        random.shuffle(rows)
    pools = []
    for start in range(0, len(rows), POOL):
        pool = sorted(rows[start : start + POOL], key=lambda row: -len(row[1]))
        pools += [pool[i : i + size] for i in range(0, len(pool), size)]
    if shuffle:
        random.shuffle(pools)
    for batch in pools:
        ids = nn.utils.rnn.pad_sequence([torch.tensor(row[1] or [0]) for row in batch], batch_first=True)
        yield ids, torch.tensor([max(1, len(row[1])) for row in batch]), torch.tensor([int(row[0]) for row in batch])


def clip_all(parameters, limit):
    """clip_grad_norm_ for gradients of which some are sparse."""
    values = []
    for parameter in parameters:
        if parameter.grad.is_sparse:
            parameter.grad = parameter.grad.coalesce()
            values.append(parameter.grad._values())
        else:
            values.append(parameter.grad)
    norm = torch.norm(torch.stack([torch.norm(v) for v in values])).item()
    if limit > 0 and norm > limit:
        for value in values:
            value.mul_(limit / norm)


def train(seed, network, training, rows):
    torch.manual_seed(seed)
    random.seed(seed)
    model = Classifier(network)
    parameters = [p for name, p in model.named_parameters() if "bias_hh" not in name]  # one bias is enough
    for name, parameter in model.named_parameters():
        parameter.requires_grad = "bias_hh" not in name
    optimizers = [torch.optim.SparseAdam(parameters[:1]), torch.optim.Adam(parameters[1:])]
    for epoch in range(1, training["Epochs"] + 1):
        rate = training["LearningRate"] * training["Decay"] ** max(0, epoch - training["DecayAfter"])
        for optimizer in optimizers:
            optimizer.param_groups[0]["lr"] = rate
        for ids, lengths, labels in batches(rows, training["BatchSize"], True):
            for optimizer in optimizers:
                optimizer.zero_grad()
            nn.functional.cross_entropy(model(ids, lengths), labels).backward()
            clip_all(parameters, training["ClipNorm"])
            for optimizer in optimizers:
                optimizer.step()
    return model.eval()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    torch.set_num_threads(1)  # steps this small get slower with more
    results = []
    for seed in range(1, job["seeds"] + 1):
        start = time.perf_counter()
        model = train(seed, job["Network"], job["Training"], job["train"])
        seconds = time.perf_counter() - start
        with torch.no_grad():
            right = sum((model(ids, lengths).argmax(1) == labels).sum().item() for ids, lengths, labels in batches(job["dev"], 32, False))
        results.append({"accuracy": right / len(job["dev"]), "seconds": seconds})
    print(json.dumps(results))


if __name__ == "__main__":
    main()
