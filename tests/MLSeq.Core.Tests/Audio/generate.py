"""Records log-mel features that PyTorch computes, in double precision, for LogMelSpectrogramTests.

Run in this folder: python3 generate.py (needs torch). The filters are written from the definition of the HTK mel scale.
"""

import json
import math

import torch

torch.set_default_dtype(torch.float64)


def signal(rate, count):
    n = torch.arange(count) / rate
    return 0.4 * torch.sin(2 * math.pi * 440 * n) + 0.2 * torch.sin(2 * math.pi * (300 + 900 * n) * n) + 0.05 * torch.cos(2 * math.pi * 2222 * n)


def filters(rate, size, bands, low, high):
    mel = lambda f: 2595 * math.log10(1 + f / 700)
    corners = [700 * (10 ** (m / 2595) - 1) for m in torch.linspace(mel(low), mel(high), bands + 2).tolist()]
    frequencies = torch.arange(size // 2 + 1) * rate / size
    rows = []
    for left, centre, right in zip(corners, corners[1:], corners[2:]):
        rows.append(torch.clamp(torch.minimum((frequencies - left) / (centre - left), (right - frequencies) / (right - centre)), min=0))
    return torch.stack(rows)


def case(rate, frame, shift, bands, low, high, emphasis, count):
    x = signal(rate, count)
    size = 1 << (frame - 1).bit_length()
    before = torch.cat([x[:1], x[:-1]])
    rows = []
    window = torch.hann_window(frame, periodic=True)
    for start in range(0, count - frame + 1, shift):
        # the sample before the clip is taken to be its first
        lifted = (x - emphasis * before)[start:start + frame]
        power = torch.fft.rfft(torch.cat([lifted * window, torch.zeros(size - frame)])).abs() ** 2
        rows.append(torch.log(torch.clamp(filters(rate, size, bands, low, high or rate / 2) @ power, min=1e-6)))
    return {
        "rate": rate, "frame": frame, "shift": shift, "bands": bands, "low": low, "high": high, "emphasis": emphasis, "count": count,
        "features": [float(f"{v:.9g}") for v in torch.stack(rows).flatten().tolist()],
    }


def main():
    cases = [
        case(8000, 200, 80, 20, 20, 0, 0.97, 440),
        case(16000, 400, 160, 40, 0, 7000, 0, 900),
        case(11025, 256, 300, 12, 50, 0, 0.5, 1200),
    ]
    with open("logmel.json", "w", encoding="utf-8", newline="\n") as file:
        json.dump(cases, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
