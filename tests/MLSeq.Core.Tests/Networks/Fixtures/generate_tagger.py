"""Records what PyTorch computes for small taggers with characters and a conditional random field, in double precision, for PyTorchTaggerTests.

Run in this folder: python3 generate_tagger.py (needs torch 1.13 or later). The field is plain recursion over the steps; autograd does the rest.
"""

import json

import torch
from torch import nn

torch.set_default_dtype(torch.float64)

VOCABULARY, EMBEDDING, CHARACTERS, CHARACTER_EMBEDDING, HIDDEN, TAGS = 9, 4, 7, 3, 3, 4


class Tagger(nn.Module):
    def __init__(self, kind, size):
        super().__init__()
        self.kind = kind
        self.embedding = nn.Embedding(VOCABULARY, EMBEDDING)
        self.characters = nn.Embedding(CHARACTERS, CHARACTER_EMBEDDING)
        if kind == "Lstm":
            self.words = nn.LSTM(CHARACTER_EMBEDDING, size // 2, bidirectional=True)
        else:
            self.words = nn.Conv1d(CHARACTER_EMBEDDING, size, 3, padding=1)
        self.lstm = nn.LSTM(EMBEDDING + size, HIDDEN, bidirectional=True)
        self.output = nn.Linear(2 * HIDDEN, TAGS)
        self.transitions = nn.Parameter(torch.randn(TAGS, TAGS))
        self.start = nn.Parameter(torch.randn(TAGS))
        self.end = nn.Parameter(torch.randn(TAGS))
        for name, parameter in self.named_parameters():
            if "bias_hh" in name:  # the engine has one bias
                parameter.data.zero_()
                parameter.requires_grad_(False)

    def word(self, characters):
        x = self.characters(torch.tensor(characters))
        if self.kind == "Lstm":
            _, (last, _) = self.words(x)
            return torch.cat(list(last))
        return torch.tanh(self.words(x.T).max(1).values)

    def emissions(self, ids, spellings):
        words = torch.stack([self.word(characters) for characters in spellings])
        states, _ = self.lstm(torch.cat([self.embedding(torch.tensor(ids)), words], dim=1))
        return self.output(states)

    def loss(self, emissions, tags):
        alpha = self.start + emissions[0]
        score = self.start[tags[0]] + emissions[0, tags[0]]
        for t in range(1, len(tags)):
            alpha = torch.logsumexp(alpha[:, None] + self.transitions, 0) + emissions[t]
            score = score + self.transitions[tags[t - 1], tags[t]] + emissions[t, tags[t]]
        return torch.logsumexp(alpha + self.end, 0) - score - self.end[tags[-1]]

    def named(self, gradients):
        def value(parameter):
            return parameter.grad if gradients else parameter.data

        def gates(lstm, name):  # i, f, g, o to i, o, f, g
            parts = []
            for suffix in ("", "_reverse"):
                i, f, g, o = value(getattr(lstm, f"{name}_l0{suffix}")).chunk(4)
                parts += [i, o, f, g]
            return torch.cat(parts)

        result = {"embedding.table": value(self.embedding.weight), "characters.table": value(self.characters.weight)}
        lstms = [("lstm1", self.lstm)] + ([("characters.lstm", self.words)] if self.kind == "Lstm" else [])
        for ours, lstm in lstms:
            result[f"{ours}.weights"] = gates(lstm, "weight_ih")
            result[f"{ours}.recurrent"] = gates(lstm, "weight_hh")
            result[f"{ours}.bias"] = gates(lstm, "bias_ih")
        if self.kind == "Cnn":
            result["characters.convolution.weights"] = value(self.words.weight).permute(0, 2, 1).contiguous()
            result["characters.convolution.bias"] = value(self.words.bias)
        result["output.weights"], result["output.bias"] = value(self.output.weight), value(self.output.bias)
        result["crf.transitions"], result["crf.start"], result["crf.end"] = value(self.transitions), value(self.start), value(self.end)
        return {name: rounded(tensor.flatten().tolist()) for name, tensor in result.items()}


def rounded(values):
    return [float(f"{v:.10g}") for v in values]


def record(name, kind, size):
    tagger = Tagger(kind, size)
    words = [[1, 2], [3], [4, 4, 5, 1], [6, 0, 2, 3, 1]]
    rows = []
    loss, weights = 0, 0
    for length in (3, 5, 1, 2):
        row = {
            "ids": torch.randint(0, VOCABULARY, (length,)).tolist(),
            "words": torch.randint(0, len(words), (length,)).tolist(),
            "tags": torch.randint(0, TAGS, (length,)).tolist(),
            "weight": round(torch.rand(1).item() + 0.5, 2),
        }
        emissions = tagger.emissions(row["ids"], [words[w] for w in row["words"]])
        row["emissions"] = rounded(emissions.flatten().tolist())
        loss = loss + row["weight"] * tagger.loss(emissions, row["tags"])
        weights += row["weight"] * length
        rows.append(row)
    loss = loss / weights
    loss.backward()
    with open(f"{name}.json", "w", encoding="utf-8", newline="\n") as file:
        json.dump({
            "characters": kind, "size": size, "words": words, "rows": rows, "loss": loss.item(),
            "parameters": tagger.named(False), "gradients": tagger.named(True),
        }, file, separators=(",", ":"))
        file.write("\n")


torch.manual_seed(2)
record("tagger-lstm", "Lstm", 6)
record("tagger-cnn", "Cnn", 5)
