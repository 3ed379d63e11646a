"""Tiny random models of the real architectures, saved as their authors save them."""

import hashlib
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from processing.engines.contracts import Audio

SOURCES = ["drums", "bass", "other", "vocals"]


def tiny_demucs(seed: int, segment: Fraction = Fraction(1)) -> Any:
    import torch
    from demucs.htdemucs import HTDemucs

    torch.manual_seed(seed)
    return HTDemucs(
        sources=SOURCES, audio_channels=2, samplerate=44_100, segment=segment, channels=8, depth=4, nfft=4096,
        t_layers=1, t_heads=2, bottom_channels=16, t_hidden_scale=1.0,
    ).eval()  # fmt: skip


def save_pickle(model: Any, folder: Path, signature: str) -> Path:
    """`<signature>-<hash>.th`, as the library's own `save_with_checksum`."""
    from demucs.states import save_with_checksum

    args, kwargs = model._init_args_kwargs
    package = {"klass": type(model), "args": args, "kwargs": kwargs, "state": model.state_dict()}
    save_with_checksum(package, folder / f"{signature}.th")
    return next(folder.glob(f"{signature}-*.th"))


def save_safetensors(model: Any, folder: Path, signature: str, **changed: str) -> Path:
    from safetensors.torch import save_file

    args, kwargs = model._init_args_kwargs
    encoded = json.dumps(kwargs, default=lambda f: {"_type": "fraction", "numerator": f.numerator,
                                                    "denominator": f.denominator})  # fmt: skip
    about = {"klass": "demucs.htdemucs.HTDemucs", "args": json.dumps(args), "kwargs": encoded, **changed}
    path = folder / f"{signature}.safetensors"
    save_file({name: tensor.contiguous() for name, tensor in model.state_dict().items()}, path, about)
    return path


def named_by_hash(path: Path) -> Path:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    return path.rename(path.with_name(f"{path.stem}-{digest}{path.suffix}"))


def noise(samples: int, channels: int = 2, seed: int = 0) -> Audio:
    return (0.1 * np.random.default_rng(seed).standard_normal((channels, samples))).astype(np.float32)


def difference_db(one: Audio, other: Audio) -> float:
    """How far below `other` the difference lies."""
    return float(10.0 * np.log10(np.mean(np.square(one - other)) / np.mean(np.square(other)) + 1e-30))


def residual_dbfs(stems: Any, audio: Audio) -> float:
    whole = np.sum([np.asarray(stem, np.float64) for stem in stems.values()], axis=0)
    return float(10.0 * np.log10(np.mean(np.square(whole - audio)) + 1e-30))
