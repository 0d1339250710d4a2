"""Records what PyTorch computes for small encoder-decoders, in double precision, for PyTorchEncoderDecoderTests.

Run in this folder: python3 generate_encoder_decoder.py (needs torch 1.13 or later). Each case becomes encoder-decoder-NAME.json.
"""

import torch
from torch import nn

from generate import rounded, write  # sets double precision

SOURCES, TARGETS, START, END = 9, 8, 1, 2
LENGTHS = [(4, 3), (1, 5), (6, 0), (2, 5), (3, 1)]


def gates(tensor, cell):
    """PyTorch's order of gates to the engine's."""
    parts = tensor.chunk(4 if cell == "Lstm" else 3)
    return torch.cat([parts[i] for i in ((0, 3, 1, 2) if cell == "Lstm" else (1, 0, 2))])


class Network(nn.Module):
    def __init__(self, options):
        super().__init__()
        self.options = options
        size, hidden, layers, self.cell = options["embedding"], options["hidden"], options["layers"], options["cell"]
        self.sources = nn.Embedding(SOURCES, size)
        self.targets = nn.Embedding(TARGETS, size)
        recurrent, cell = (nn.LSTM, nn.LSTMCell) if self.cell == "Lstm" else (nn.GRU, nn.GRUCell)
        self.encoder = recurrent(size, hidden, layers, bidirectional=True)
        feed = hidden if options["feeding"] else 0
        self.cells = nn.ModuleList(cell(size + feed if i == 0 else hidden, hidden) for i in range(layers))
        starts = 2 * hidden if self.cell == "Lstm" else hidden
        self.bridges = nn.ModuleList(nn.Linear(2 * hidden, starts) for _ in range(layers))
        if options["attention"] == "General":
            self.key = nn.Linear(2 * hidden, hidden, bias=False)
        elif options["attention"] == "Additive":
            self.key = nn.Linear(2 * hidden, hidden)
            self.query = nn.Linear(hidden, hidden, bias=False)
            self.vector = nn.Parameter(torch.randn(hidden))
        if options["attention"] != "None":
            self.combine = nn.Linear(3 * hidden, hidden)
        self.output = nn.Linear(hidden, TARGETS)
        for name, parameter in self.named_parameters():
            nn.init.uniform_(parameter, -0.6, 0.6)
            if "bias_hh" in name:  # the engine has one bias, and a second one for the candidate of a GRU
                parameter.data[: len(parameter) if self.cell == "Lstm" else 2 * hidden] = 0
                parameter.requires_grad_(self.cell == "Gru")

    def forward(self, source, inputs):
        """One pair: the raw outputs [T, V]."""
        memory, last = self.encoder(self.sources(source)[:, None])
        last = (last[0] if self.cell == "Lstm" else last).view(self.options["layers"], 2, -1)
        memory = memory[:, 0]
        states = [torch.tanh(bridge(last[i].flatten()))[None] for i, bridge in enumerate(self.bridges)]
        if self.cell == "Lstm":
            states = [s.chunk(2, 1) for s in states]
        vector, outputs = torch.zeros(self.options["hidden"]), []
        for token in inputs:
            x = torch.cat([self.targets(token), vector])[None] if self.options["feeding"] else self.targets(token)[None]
            for i, cell in enumerate(self.cells):
                states[i] = cell(x, states[i])
                x = states[i][0] if self.cell == "Lstm" else states[i]
            h = x[0]
            if self.options["attention"] == "None":
                vector = h
            else:
                if self.options["attention"] == "General":
                    scores = self.key(memory) @ h
                else:
                    scores = torch.tanh(self.key(memory) + self.query(h)) @ self.vector
                vector = torch.tanh(self.combine(torch.cat([torch.softmax(scores, 0) @ memory, h])))
            outputs.append(self.output(vector))
        return torch.stack(outputs)

    def named(self, gradients=False):
        """Parameters (or their gradients) under the engine's names, in its layout."""

        def value(parameter):
            return parameter.grad if gradients else parameter.data

        result = {"source-embedding.table": value(self.sources.weight), "target-embedding.table": value(self.targets.weight)}
        for layer, cell in enumerate(self.cells):
            ends = [f"_l{layer}", f"_l{layer}_reverse"]
            for ours, theirs in (("weights", "weight_ih"), ("recurrent", "weight_hh"), ("bias", "bias_ih")):
                parts = [gates(value(getattr(self.encoder, theirs + end)), self.cell) for end in ends]
                result[f"encoder{layer + 1}.{ours}"] = torch.cat(parts)
                result[f"decoder{layer + 1}.{ours}"] = gates(value(getattr(cell, theirs)), self.cell)
            if self.cell == "Gru":
                parts = [value(getattr(self.encoder, f"bias_hh{end}")).chunk(3)[2] for end in ends]
                result[f"encoder{layer + 1}.recurrent-bias"] = torch.cat(parts)
                result[f"decoder{layer + 1}.recurrent-bias"] = value(cell.bias_hh).chunk(3)[2]
            result[f"bridge{layer + 1}.weights"] = value(self.bridges[layer].weight)
            result[f"bridge{layer + 1}.bias"] = value(self.bridges[layer].bias)
        for name in ("combine", "output", "key", "query"):
            if hasattr(self, name):
                ours = f"attention.{name}" if name in ("key", "query") else name
                result[f"{ours}.weights"] = value(getattr(self, name).weight)
                if getattr(self, name).bias is not None:
                    result[f"{ours}.bias"] = value(getattr(self, name).bias)
        if hasattr(self, "vector"):
            result["attention.vector"] = value(self.vector)
        return {name: tensor.flatten().tolist() for name, tensor in result.items()}


def case(name, smoothing=0.0, **options):
    network = Network(options)
    pairs = [(torch.randint(0, SOURCES, (s,)), torch.randint(0, TARGETS, (t,))) for s, t in LENGTHS]
    weights = (torch.rand(len(pairs)) + 0.5).round(decimals=2)
    loss, outputs = 0.0, []
    for (source, target), weight in zip(pairs, weights):
        scores = network(source, torch.cat([torch.tensor([START]), target]))
        labels = torch.cat([target, torch.tensor([END])])
        loss = loss + weight * nn.functional.cross_entropy(scores, labels, reduction="sum", label_smoothing=smoothing)
        outputs += scores.flatten().tolist()
    loss = loss / sum(w * (len(t) + 1) for (_, t), w in zip(pairs, weights))
    loss.backward()
    write(f"encoder-decoder-{name}", rounded({
        "options": {**options, "smoothing": smoothing}, "weights": weights.tolist(),
        "pairs": [{"source": s.tolist(), "target": t.tolist()} for s, t in pairs],
        "parameters": network.named(), "outputs": outputs, "loss": loss.item(), "gradients": network.named(gradients=True),
    }))


def main():
    torch.manual_seed(2)
    sizes = {"embedding": 3, "hidden": 4}
    case("general-feeding", **sizes, layers=2, cell="Lstm", attention="General", feeding=True)
    case("additive", **sizes, layers=1, cell="Gru", attention="Additive", feeding=False, smoothing=0.1)
    case("none", **sizes, layers=2, cell="Gru", attention="None", feeding=False)


if __name__ == "__main__":
    main()
