"""DeepFilterNet with the operator's own weights, for voices only: it is a speech model and would eat a band.

The weights are a folder as the project ships them: `config.ini` and `checkpoints/model_<epoch>.ckpt.best`.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from processing.dsp.levels import Audio, fitted
from processing.dsp.resample import resample
from processing.engines.contracts import Progress, silent
from processing.engines.weights import checked
from processing.errors import StudioError

RATE = 48_000
LIMIT_DB = 12.0
"""No more is taken away than this: a voice keeps its breaths and its room."""
CHUNK_S, LEAD_S, SEAM_S = 30.0, 2.0, 0.05


class DeepFilterNet:
    """`weights`: the model's folder. Raises StudioError `weights.missing`, `weights.wrong_hash` or
    `weights.unreadable`."""

    def __init__(self, weights: Path) -> None:
        import torch

        self._torch: Any = torch
        settings, checkpoint = _files(weights)
        with _without_torchaudio():
            from df.config import config
            from df.enhance import enhance
            from df.model import ModelParams, init_model
        from libdf import DF

        self._enhance: Any = enhance
        config.load(str(settings), config_must_exist=True, allow_defaults=True, allow_reload=True)
        params = ModelParams()
        self._state: Any = DF(
            sr=params.sr,
            fft_size=params.fft_size,
            hop_size=params.hop_size,
            nb_bands=params.nb_erb,
            min_nb_erb_freqs=params.min_nb_freqs,
        )
        self._model: Any = init_model(self._state, run_df=True)
        self._load(checkpoint)

    def _load(self, checkpoint: Path) -> None:
        try:
            state = self._torch.load(checkpoint, map_location="cpu", weights_only=True)
            # Older checkpoints call the deep filter by another name.
            self._model.load_state_dict({name.replace("clc", "df"): part for name, part in state.items()})
        except Exception as error:
            raise StudioError(
                "weights.unreadable", f"{checkpoint.name} does not hold the model that config.ini describes."
            ) from error
        self._model.eval()

    def denoise(self, audio: Audio, sample_rate: int, *, amount: float = 1.0, progress: Progress = silent) -> Audio:
        """`audio` is (1 or 2, samples); at most 12 dB are taken away, of which `amount` 0..1 is heard."""
        if amount <= 0.0 or audio.shape[1] == 0:
            return audio
        voice = resample(audio, sample_rate, RATE)
        clean = np.zeros_like(voice)
        step, lead, seam = (round(length * RATE) for length in (CHUNK_S, LEAD_S, SEAM_S))
        for start in range(0, voice.shape[1], step):
            progress(start / voice.shape[1], "DeepFilterNet takes the noise out")
            first, stop = max(0, start - lead), min(voice.shape[1], start + step + seam)
            part = self._part(voice[:, first:stop])[:, start - first :]
            # The last moments of the chunk before are faded over to this one.
            shared = seam if start else 0
            fade = np.linspace(0.0, 1.0, shared, dtype=np.float32)
            head = clean[:, start : start + shared]
            clean[:, start:stop] = np.concatenate([head + fade[: head.shape[1]] * (part[:, :shared] - head),
                                                   part[:, shared:]], axis=1)  # fmt: skip
        back = fitted(resample(clean, RATE, sample_rate), audio.shape[1])
        return back if amount >= 1.0 else audio + np.float32(amount) * (back - audio)

    def _part(self, audio: Audio) -> Audio:
        with self._torch.inference_mode():
            tensor = self._torch.from_numpy(np.ascontiguousarray(audio))
            return np.asarray(self._enhance(self._model, self._state, tensor, atten_lim_db=LIMIT_DB), np.float32)


def _files(weights: Path) -> tuple[Path, Path]:
    found = sorted((weights / "checkpoints").glob("model_*.ckpt.best")) or sorted(
        (weights / "checkpoints").glob("model_*.ckpt")
    )
    settings = weights / "config.ini"
    if not settings.is_file() or not found:
        raise StudioError(
            "weights.missing", f"Put the model's config.ini and its checkpoints folder into weights/{weights.name}."
        )
    return settings, checked(found[-1])


@contextmanager
def _without_torchaudio() -> Iterator[None]:
    """The library asks for a file reader that it does not need here and that no longer exists as it wants it."""
    names = ("torchaudio", "torchaudio.functional", "torchaudio.backend", "torchaudio.backend.common")
    before = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    for name in names:
        sys.modules[name] = ModuleType(name)
    vars(sys.modules["torchaudio.backend.common"])["AudioMetaData"] = object
    vars(sys.modules["torchaudio.functional"])["resample"] = resample
    try:
        yield
    finally:
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(before)
