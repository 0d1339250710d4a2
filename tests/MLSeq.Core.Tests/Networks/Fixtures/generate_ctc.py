"""Records PyTorch's CTC losses and their gradients, in double precision, for CtcLossTests. Run in this folder: python3 generate_ctc.py (needs torch)."""

import json

import torch

torch.set_default_dtype(torch.float64)


def case(classes, rows):
    """Rows of (steps, labels), longest first; logits at random, gradients of sum of w L."""
    steps = rows[0][0]
    logits = (2 * torch.randn(steps, len(rows), classes)).float().double().requires_grad_()  # numbers that single precision holds
    weights = torch.tensor([0.5 + r for r in range(len(rows))])
    losses = torch.nn.functional.ctc_loss(
        logits.log_softmax(2), torch.tensor([label for _, labels in rows for label in labels]), torch.tensor([t for t, _ in rows]),
        torch.tensor([len(labels) for _, labels in rows]), blank=0, reduction="none")
    (losses * weights).sum().backward()
    precise = lambda tensor: [float(f"{v:.12g}") for v in tensor.flatten().tolist()]
    return {
        "classes": classes, "steps": [t for t, _ in rows], "labels": [labels for _, labels in rows], "weights": weights.tolist(),
        "losses": precise(losses), "logits": [precise(logits[:t, r]) for r, (t, _) in enumerate(rows)],
        "gradients": [precise(logits.grad[:t, r]) for r, (t, _) in enumerate(rows)],
    }


def main():
    torch.manual_seed(2)
    cases = [
        case(3, [(4, [1, 2]), (4, [1, 1]), (2, [2])]),
        case(6, [(40, [1, 2, 3, 3, 3, 5, 4, 1]), (31, [5]), (17, [2, 2, 2, 2, 2, 2, 2, 2, 2]), (9, [1, 2, 1, 2, 1, 2, 1, 2, 1])]),
        case(12, [(60, [7, 7, 1, 11, 3, 3]), (8, []), (1, [4]), (1, [])]),
    ]
    with open("ctc.json", "w", encoding="utf-8", newline="\n") as file:
        json.dump(cases, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
