"""The network of Mel-Band RoFormer (Wang, Lu and Won 2023), laid out as public checkpoints lay it out.

Names of attributes are the names in those files, so they are not free to change. Shapes in comments: b batch,
c channels, f frequencies, k bands, t frames, d features, s stems.
"""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional


class RMSNorm(nn.Module):
    def __init__(self, dim: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(dim))

    def forward(self, x: Tensor) -> Tensor:
        return functional.normalize(x, dim=-1) * math.sqrt(self.gamma.numel()) * self.gamma


class Rotary(nn.Module):
    """Turns pairs of features by their place in the sequence."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.freqs = nn.Parameter(10_000.0 ** (-torch.arange(0, dim, 2).float() / dim), requires_grad=False)

    def forward(self, x: Tensor) -> Tensor:
        angles = torch.arange(x.shape[-2], device=x.device, dtype=self.freqs.dtype)[:, None] * self.freqs
        angles = angles.repeat_interleave(2, dim=-1)
        pairs = x.unflatten(-1, (-1, 2))
        turned = torch.stack((-pairs[..., 1], pairs[..., 0]), dim=-1).flatten(-2)
        return x * angles.cos() + turned * angles.sin()


class Attention(nn.Module):
    def __init__(self, dim: int, heads: int, dim_head: int, rotary_embed: Rotary) -> None:
        super().__init__()
        self.heads = heads
        self.rotary_embed = rotary_embed
        self.norm = RMSNorm(dim)
        self.to_qkv = nn.Linear(dim, heads * dim_head * 3, bias=False)
        self.to_gates = nn.Linear(dim, heads)
        self.to_out = nn.Sequential(nn.Linear(heads * dim_head, dim, bias=False), nn.Identity())

    def forward(self, x: Tensor) -> Tensor:
        x = self.norm(x)
        q, k, v = self.to_qkv(x).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        out = functional.scaled_dot_product_attention(self.rotary_embed(q), self.rotary_embed(k), v)
        gates = self.to_gates(x).sigmoid().transpose(1, 2)[..., None]
        return self.to_out((out * gates).transpose(1, 2).flatten(-2))


class FeedForward(nn.Module):
    def __init__(self, dim: int, mult: int = 4) -> None:
        super().__init__()
        wide = dim * mult
        self.net = nn.Sequential(
            RMSNorm(dim), nn.Linear(dim, wide), nn.GELU(), nn.Identity(), nn.Linear(wide, dim), nn.Identity()
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)


class Transformer(nn.Module):
    def __init__(self, dim: int, depth: int, heads: int, dim_head: int, rotary: Rotary) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            nn.ModuleList([Attention(dim, heads, dim_head, rotary), FeedForward(dim)]) for _ in range(depth)
        )
        self.norm = RMSNorm(dim)

    def forward(self, x: Tensor) -> Tensor:
        for attention, feed_forward in self.layers:
            x = attention(x) + x
            x = feed_forward(x) + x
        return self.norm(x)


class BandSplit(nn.Module):
    def __init__(self, dim: int, widths: tuple[int, ...]) -> None:
        super().__init__()
        self.widths = widths
        self.to_features = nn.ModuleList(nn.Sequential(RMSNorm(width), nn.Linear(width, dim)) for width in widths)

    def forward(self, x: Tensor) -> Tensor:
        bands = x.split(self.widths, dim=-1)
        return torch.stack([net(band) for net, band in zip(self.to_features, bands, strict=True)], dim=-2)


class MaskEstimator(nn.Module):
    def __init__(self, dim: int, widths: tuple[int, ...], depth: int, expansion: int) -> None:
        super().__init__()
        self.to_freqs = nn.ModuleList(
            nn.Sequential(_perceptron(dim, width * 2, dim * expansion, depth), nn.GLU(dim=-1)) for width in widths
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([net(band) for net, band in zip(self.to_freqs, x.unbind(dim=-2), strict=True)], dim=-1)


def _perceptron(dim_in: int, dim_out: int, hidden: int, depth: int) -> nn.Sequential:
    sizes = (dim_in, *(hidden for _ in range(depth)), dim_out)
    parts: list[Any] = []
    for one, next_one in pairwise(sizes):
        parts += [nn.Linear(one, next_one), nn.Tanh()]
    return nn.Sequential(*parts[:-1])


class MelBandNetwork(nn.Module):
    """`bands` (bands, frequencies): which frequency belongs to which band; they overlap."""

    def __init__(
        self, bands: np.ndarray[Any, Any], *, dim: int, depth: int, stems: int, channels: int, heads: int,
        dim_head: int, time_depth: int, freq_depth: int, mask_depth: int, expansion: int,
        size: int, hop: int, normalized: bool,
    ) -> None:  # fmt: skip
        super().__init__()
        self.channels, self.size, self.hop, self.normalized = channels, size, hop, normalized
        rotary_time, rotary_freq = Rotary(dim_head), Rotary(dim_head)
        self.layers = nn.ModuleList(
            nn.ModuleList(
                [
                    Transformer(dim, time_depth, heads, dim_head, rotary_time),
                    Transformer(dim, freq_depth, heads, dim_head, rotary_freq),
                ]
            )
            for _ in range(depth)
        )
        belongs = torch.from_numpy(bands.astype(bool))
        frequencies = torch.arange(belongs.shape[1]).expand_as(belongs)[belongs]
        places = (frequencies[:, None] * channels + torch.arange(channels)).flatten()
        self.register_buffer("places", places, persistent=False)
        self.register_buffer("shared_by", belongs.sum(dim=0).repeat_interleave(channels), persistent=False)
        widths = tuple(2 * channels * int(count) for count in belongs.sum(dim=1))
        self.band_split = BandSplit(dim, widths)
        self.mask_estimators = nn.ModuleList(MaskEstimator(dim, widths, mask_depth, expansion) for _ in range(stems))

    def forward(self, audio: Tensor) -> Tensor:
        """(b, c, samples) -> (b, s, c, samples)."""
        batch, channels, samples = audio.shape
        window = torch.hann_window(self.size, device=audio.device)
        how = {"n_fft": self.size, "hop_length": self.hop, "window": window, "normalized": self.normalized}
        spectra = torch.stft(audio.flatten(0, 1), **how, return_complex=True)
        spectra = spectra.unflatten(0, (batch, channels)).transpose(1, 2).flatten(1, 2)  # b (f c) t
        masks = self._masks(spectra)
        made = spectra[:, None] * masks  # b s (f c) t
        made = made.unflatten(2, (-1, channels)).transpose(2, 3).flatten(0, 2)
        sound = torch.istft(made, **how, length=samples)
        return sound.unflatten(0, (batch, -1, channels))

    def _masks(self, spectra: Tensor) -> Tensor:
        """Complex masks (b, s, f c, t): the mean of what the bands say that share a frequency."""
        x = torch.view_as_real(spectra[:, self.places])  # b (f c) t 2
        x = self.band_split(x.transpose(1, 2).flatten(2))  # b t k d
        for over_time, over_bands in self.layers:
            batch, frames, bands, _dim = x.shape
            x = over_time(x.transpose(1, 2).flatten(0, 1)).unflatten(0, (batch, bands)).transpose(1, 2)
            x = over_bands(x.flatten(0, 1)).unflatten(0, (batch, frames))
        said = torch.stack([estimator(x) for estimator in self.mask_estimators], dim=1)  # b s t (f c 2)
        masks = torch.view_as_complex(said.unflatten(-1, (-1, 2)).contiguous()).transpose(2, 3)
        total = masks.new_zeros(*masks.shape[:2], spectra.shape[1], masks.shape[-1])
        total.index_add_(2, self.places, masks)
        return total / self.shared_by.clamp(min=1)[:, None]
