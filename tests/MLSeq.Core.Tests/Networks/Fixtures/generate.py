"""Records what PyTorch computes for small networks, in double precision, for PyTorchTests and AdamTests.

Run in this folder: python3 generate.py (needs torch 1.13 or later). Each case becomes NAME.json.
"""

import functools
import json

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.set_default_dtype(torch.float64)


class Network(nn.Module):
    """The engine's network, from PyTorch's own layers where it has them."""

    def __init__(self, options):
        super().__init__()
        self.options = options
        size = options.get("frame", 0) or options["embedding"]
        if not options.get("frame"):
            self.embedding = nn.Embedding(options["vocabulary"], size, sparse=options.get("sparse", False))
        shape = (size, options["hidden"], options["layers"])
        self.cell = options.get("cell", "Lstm")
        self.recurrent = {
            "Lstm": nn.LSTM, "Gru": nn.GRU, "Rnn": nn.RNN, "RnnRelu": functools.partial(nn.RNN, nonlinearity="relu"),
        }[self.cell](*shape, bidirectional=options["bidirectional"])
        for name, parameter in self.recurrent.named_parameters():
            if name.startswith("bias_hh"):  # the engine has one bias, and a second one for the candidate of a GRU
                parameter.data.zero_()
                if self.cell == "Gru":
                    nn.init.uniform_(parameter.data[2 * options["hidden"]:], -0.6, 0.6)
                else:
                    parameter.requires_grad_(False)
            else:
                nn.init.uniform_(parameter, -0.6, 0.6)
        states = options["hidden"] * (2 if options["bidirectional"] else 1)
        if options["pooling"] == "Attention":
            self.attention = nn.Linear(states, states)
            self.query = nn.Parameter(torch.randn(states))
        self.output = nn.Linear(states, options["outputs"])

    def forward(self, inputs, lengths):
        x = inputs if self.options.get("frame") else self.embedding(inputs)
        packed = pack_padded_sequence(x, lengths, enforce_sorted=False)
        states, last = self.recurrent(packed)
        last = last[0] if self.cell == "Lstm" else last
        states, _ = pad_packed_sequence(states)  # [T, N, D]
        mask = (torch.arange(states.shape[0])[:, None] < lengths[None, :])[:, :, None]
        pooling = self.options["pooling"]
        if pooling == "Last":
            directions = 2 if self.options["bidirectional"] else 1
            pooled = torch.cat(list(last[-directions:]), dim=1)
        elif pooling == "Mean":
            pooled = (states * mask).sum(0) / lengths[:, None]
        elif pooling == "Max":
            pooled = states.masked_fill(~mask, -1e30).max(0).values
        else:
            scores = torch.tanh(self.attention(states)) @ self.query
            shares = torch.softmax(scores.masked_fill(~mask[:, :, 0], -1e30), 0)
            pooled = (states * shares[:, :, None]).sum(0)
        return self.output(pooled)

    def named(self, gradients=False):
        """Parameters (or their gradients) under the engine's names, in its layout."""

        def value(parameter):
            result = parameter.grad if gradients else parameter.data
            return result.to_dense() if result.is_sparse else result

        def gates(tensor):
            if self.cell == "Lstm":  # i, f, g, o to i, o, f, g
                i, f, g, o = tensor.chunk(4)
                return torch.cat([i, o, f, g])
            if self.cell == "Gru":  # r, z, n to z, r, n
                r, z, n = tensor.chunk(3)
                return torch.cat([z, r, n])
            return tensor

        result = {}
        if not self.options.get("frame"):
            result["embedding.table"] = value(self.embedding.weight)
        suffixes = ["", "_reverse"] if self.options["bidirectional"] else [""]
        for layer in range(self.options["layers"]):
            for ours, theirs in (("weights", "weight_ih"), ("recurrent", "weight_hh"), ("bias", "bias_ih")):
                parts = [gates(value(getattr(self.recurrent, f"{theirs}_l{layer}{suffix}"))) for suffix in suffixes]
                result[f"{self.cell.lower()}{layer + 1}.{ours}"] = torch.cat(parts)
            if self.cell == "Gru":
                parts = [value(getattr(self.recurrent, f"bias_hh_l{layer}{suffix}")).chunk(3)[2] for suffix in suffixes]
                result[f"gru{layer + 1}.recurrent-bias"] = torch.cat(parts)
        if self.options["pooling"] == "Attention":
            result["pooling.weights"] = value(self.attention.weight)
            result["pooling.bias"] = value(self.attention.bias)
            result["pooling.query"] = value(self.query)
        result["output.weights"] = value(self.output.weight)
        result["output.bias"] = value(self.output.bias)
        return {name: tensor.flatten().tolist() for name, tensor in result.items()}


def loss_of(options, outputs, labels, weights):
    if options["output"] == "Softmax":
        losses = nn.functional.cross_entropy(outputs, labels.long(), reduction="none")
    elif options["output"] == "Sigmoid":
        losses = nn.functional.binary_cross_entropy_with_logits(outputs[:, 0], labels, reduction="none")
    else:
        losses = (outputs[:, 0] - labels) ** 2
    return (weights * losses).sum() / weights.sum()


def make_batch(options, lengths):
    n, longest = len(lengths), max(lengths)
    if options.get("frame"):
        inputs = torch.randn(longest, n, options["frame"])
        rows = [inputs[:length, r].flatten().tolist() for r, length in enumerate(lengths)]
    else:
        inputs = torch.randint(0, options["vocabulary"], (longest, n))
        for r, length in enumerate(lengths):  # padding must not bring in rows that the sequence does not use
            inputs[length:, r] = inputs[0, r]
        rows = [inputs[:length, r].tolist() for r, length in enumerate(lengths)]
    if options["output"] == "Softmax":
        labels = torch.randint(0, options["outputs"], (n,)).double()
    elif options["output"] == "Sigmoid":
        labels = torch.randint(0, 2, (n,)).double()
    else:
        labels = torch.randn(n)
    weights = torch.rand(n).round(decimals=2) + 0.5
    return inputs, torch.tensor(lengths), labels, weights, rows


def recorded(batch):
    _, _, labels, weights, rows = batch
    return {"rows": rows, "labels": labels.tolist(), "weights": weights.tolist()}


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, list):
        return [rounded(v) for v in value]
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return value


def write(name, content):
    with open(f"{name}.json", "w", encoding="utf-8", newline="\n") as file:
        json.dump(rounded(content), file, separators=(",", ":"))
        file.write("\n")


def gradients(name, **options):
    network = Network(options)
    batch = make_batch(options, [4, 7, 1, 5, 5, 2])
    outputs = network(batch[0], batch[1])
    loss = loss_of(options, outputs, batch[2], batch[3])
    loss.backward()
    write(name, {
        "options": options, "batch": recorded(batch), "parameters": network.named(),
        "outputs": outputs.flatten().tolist(), "loss": loss.item(), "gradients": network.named(gradients=True),
    })


def adam(name, clip, rate, **options):
    """Adam for dense parameters, SparseAdam for the embedding; clipped by the norm of all gradients together."""
    network = Network(options)
    start = network.named()
    batches = [make_batch(options, lengths) for lengths in ([6, 3, 3, 1], [2, 5, 4, 4, 1], [3, 3, 3], [8, 1, 2, 2])]
    table = [network.embedding.weight]
    dense = [p for n, p in network.named_parameters() if p.requires_grad and not n.startswith("embedding")]
    optimizers = [torch.optim.SparseAdam(table, lr=rate), torch.optim.Adam(dense, lr=rate)]
    losses, norms = [], []
    for batch in batches:
        for optimizer in optimizers:
            optimizer.zero_grad()
        loss = loss_of(options, network(batch[0], batch[1]), batch[2], batch[3])
        loss.backward()
        table[0].grad = table[0].grad.coalesce()
        norm = torch.sqrt(sum((p.grad.to_dense() ** 2).sum() for p in dense + table))
        scale = min(1.0, clip / norm.item())
        for p in dense + table:
            p.grad = p.grad * scale
        for optimizer in optimizers:
            optimizer.step()
        losses.append(loss.item())
        norms.append(norm.item())
    assert min(norms) < clip < max(norms), norms  # both branches of clipping are taken
    write(name, {
        "options": options, "clip": clip, "rate": rate, "batches": [recorded(b) for b in batches], "parameters": start,
        "losses": losses, "trained": network.named(),
    })


def main():
    torch.manual_seed(1)
    ids = {"vocabulary": 9, "embedding": 5, "hidden": 4}
    gradients("last", **ids, layers=1, bidirectional=False, pooling="Last", outputs=3, output="Softmax")
    gradients("last-2-bidirectional", **ids, layers=2, bidirectional=True, pooling="Last", outputs=3, output="Softmax")
    gradients("mean-2-bidirectional", **ids, layers=2, bidirectional=True, pooling="Mean", outputs=1, output="Linear")
    gradients("max-bidirectional", **ids, layers=1, bidirectional=True, pooling="Max", outputs=1, output="Sigmoid")
    gradients("attention-2-bidirectional", **ids, layers=2, bidirectional=True, pooling="Attention", outputs=4, output="Softmax")
    gradients("frames", frame=3, hidden=5, layers=2, bidirectional=False, pooling="Mean", outputs=2, output="Softmax")
    adam("adam", clip=0.7, rate=0.01, sparse=True, **ids, layers=1, bidirectional=True, pooling="Attention", outputs=3,
         output="Softmax")
    for cell in ("Gru", "Rnn", "RnnRelu"):
        gradients(f"{cell.lower()}-2-bidirectional", **ids, cell=cell, layers=2, bidirectional=True, pooling="Mean", outputs=3,
                  output="Softmax")


if __name__ == "__main__":
    main()
