"""The network of a differentiable mixing console: one encoder for all tracks, their mean as context, two numbers each.

The layers are those of the published console (a short-chunk residual CNN on log-mel spectrograms at 16 kHz, then a
small MLP with a sigmoid), so that its checkpoints fit once they are saved as safetensors. torch is loaded with it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio
from processing.errors import StudioError

RATE = 16_000
MELS, FFT, HOP = 128, 512, 256
WIDTHS = (1, 1, 2, 2, 2, 2, 4)
"""Channels of the seven residual layers, in multiples of the first."""
HIDDEN, NUMBERS = 256, 2
PREFIXES = ("", "model.", "module.")
BATCH_NORM = ("weight", "bias", "running_mean", "running_var")


class ConsoleNet:
    """Raises StudioError `weights.missing`, `weights.unreadable` or `weights.wrong_shape` when it is made."""

    def __init__(self, weights: Path) -> None:
        import torch

        torch.set_num_threads(1)
        self._torch = torch
        self._weights = _checked(_read(weights))
        self._mel = torch.from_numpy(mel_filters())
        self._window = torch.hann_window(FFT)

    def numbers(self, tracks: NDArray[np.float32]) -> NDArray[np.float32]:
        """Two numbers 0..1 (level, pan) for each of `tracks` (tracks, pieces, samples at 16 kHz): shape (tracks, 2)."""
        torch = self._torch
        with torch.inference_mode():
            pieces = torch.from_numpy(np.ascontiguousarray(tracks))
            heard = torch.stack([self._encoded(track).mean(dim=0) for track in pieces])
            both = torch.cat([heard, heard.mean(dim=0, keepdim=True).expand_as(heard)], dim=1)
            out: NDArray[np.float32] = self._decided(both).numpy()
        return out

    def _encoded(self, pieces: Any) -> Any:
        """(pieces, samples) to (pieces, features)."""
        torch, functional = self._torch, self._torch.nn.functional
        transform = torch.stft(pieces, FFT, HOP, window=self._window, center=True, return_complex=True)
        power = torch.einsum("mf,pft->pmt", self._mel, transform.abs().square())
        x = 10.0 * torch.log10(power.clamp_min(1e-10))
        x = self._normed(x.unsqueeze(1), "encoder.spec_bn")
        for number in range(1, len(WIDTHS) + 1):
            x = self._residual(x, f"encoder.layer{number}")
        x = x.amax(dim=(2, 3))
        return functional.relu(functional.linear(x, *self._pair("encoder.dense1")))

    def _residual(self, x: Any, name: str) -> Any:
        functional = self._torch.nn.functional
        inner = functional.conv2d(x, *self._pair(f"{name}.conv_1"), stride=2, padding=1)
        inner = functional.relu(self._normed(inner, f"{name}.bn_1"))
        inner = self._normed(functional.conv2d(inner, *self._pair(f"{name}.conv_2"), padding=1), f"{name}.bn_2")
        short = functional.conv2d(x, *self._pair(f"{name}.conv_3"), stride=2, padding=1)
        return functional.relu(inner + self._normed(short, f"{name}.bn_3"))

    def _decided(self, x: Any) -> Any:
        functional, mlp = self._torch.nn.functional, "post_processor.mlp"
        for number in (0, 2):
            x = functional.linear(x, *self._pair(f"{mlp}.{number}"))
            x = functional.prelu(x, self._weights[f"{mlp}.{number + 1}.weight"])
        return self._torch.sigmoid(functional.linear(x, *self._pair(f"{mlp}.4")))

    def _normed(self, x: Any, name: str) -> Any:
        weight, bias, mean, variance = (self._weights[f"{name}.{part}"] for part in BATCH_NORM)
        return self._torch.nn.functional.batch_norm(x, mean, variance, weight, bias, training=False)

    def _pair(self, name: str) -> tuple[Any, Any]:
        return self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]


def shapes(channels: int) -> dict[str, tuple[int, ...]]:
    """Every tensor that the network needs with its shape, for an encoder whose first layer has `channels`."""
    return dict(_shapes(channels))


def _shapes(channels: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield from ((f"encoder.spec_bn.{part}", (1,)) for part in BATCH_NORM)
    before = 1
    for number, width in enumerate(WIDTHS, 1):
        name, after = f"encoder.layer{number}", channels * width
        for part, taken in ((1, before), (2, after), (3, before)):
            yield f"{name}.conv_{part}.weight", (after, taken, 3, 3)
            yield f"{name}.conv_{part}.bias", (after,)
            yield from ((f"{name}.bn_{part}.{one}", (after,)) for one in BATCH_NORM)
        before = after
    yield "encoder.dense1.weight", (before, before)
    yield "encoder.dense1.bias", (before,)
    for number, taken, given in ((0, 2 * before, HIDDEN), (2, HIDDEN, HIDDEN), (4, HIDDEN, NUMBERS)):
        yield f"post_processor.mlp.{number}.weight", (given, taken)
        yield f"post_processor.mlp.{number}.bias", (given,)
        if number < 4:
            yield f"post_processor.mlp.{number + 1}.weight", (1,)


def mel_filters() -> NDArray[np.float32]:
    """Triangles on the mel scale up to 8 kHz, (mels, bins), not normalised, as the encoder was trained with."""
    top_mel = 2595.0 * np.log10(1.0 + RATE / 2 / 700.0)
    edges_hz = 700.0 * (10.0 ** (np.linspace(0.0, top_mel, MELS + 2) / 2595.0) - 1.0)
    bins_hz = np.linspace(0.0, RATE / 2, FFT // 2 + 1)
    rising = (bins_hz - edges_hz[:-2, None]) / np.diff(edges_hz)[:-1, None]
    falling = (edges_hz[2:, None] - bins_hz) / np.diff(edges_hz)[1:, None]
    return np.asarray(np.maximum(0.0, np.minimum(rising, falling)), dtype=np.float32)


def pieces(audio: Audio, samples: int) -> NDArray[np.float32]:
    """A mono signal in pieces of `samples`, the last one filled up with silence: (pieces, samples)."""
    count = max(1, -(-audio.size // samples))
    return np.asarray(np.pad(audio, (0, count * samples - audio.size)).reshape(count, samples), dtype=np.float32)


def _read(folder: Path) -> dict[str, Any]:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise StudioError("weights.missing", "Put the console's checkpoint, saved as safetensors, into its folder.")
    try:
        loaded = load_file(str(files[0]))
    except (SafetensorError, OSError, ValueError):
        raise StudioError("weights.unreadable", f"{files[0].name} cannot be read. Save the checkpoint again.") from None
    prefix = next((one for one in PREFIXES if f"{one}encoder.dense1.weight" in loaded), "")
    return {name.removeprefix(prefix): tensor.float() for name, tensor in loaded.items() if name.startswith(prefix)}


def _checked(weights: Mapping[str, Any]) -> dict[str, Any]:
    """The tensors that the network needs; what else a checkpoint carries is left."""
    first = weights.get("encoder.layer1.conv_1.weight")
    if first is None or first.dim() != 4:
        raise StudioError("weights.wrong_shape", "This checkpoint is not one of a differentiable mixing console.")
    for name, shape in _shapes(int(first.shape[0])):
        found = weights.get(name)
        if found is None or tuple(found.shape) != shape:
            has = "is missing" if found is None else f"is {tuple(found.shape)} instead of {shape}"
            raise StudioError("weights.wrong_shape", f"The checkpoint does not fit: {name} {has}.", tensor=name)
        if not bool(found.isfinite().all()):
            raise StudioError("weights.unreadable", f"The checkpoint holds broken numbers in {name}.", tensor=name)
    return {name: weights[name] for name, _shape in _shapes(int(first.shape[0]))}
