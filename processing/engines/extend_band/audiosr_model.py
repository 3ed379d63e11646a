"""How AudioSR makes a new top: a picture of the dull sound (mel bands over time) is packed; noise is turned, step by
step and with the dull one beside it, into the packed picture of the full sound; a vocoder plays what is unpacked.

Sound is (rows, samples) at 48 kHz; each row is one mono signal. The steps are those of the authors: DDIM with as much
noise as a full diffusion has, guided away from what the network would draw without having heard anything.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio
from processing.engines.extend_band.audiosr_weights import Loaded

RATE = 48_000
FRAME, HOP, BANDS = 2048, 480, 256
COLUMN = 8 * HOP
"""Samples to one column of the packed picture."""
CHANNELS, HEIGHT = 16, BANDS // 8
"""Of the packed picture."""
LOWEST_HZ, HIGHEST_HZ = 20.0, 24_000.0
GUIDANCE = 3.5
UNHEARD = -11.4981
"""What the network was taught to take for nothing, in a packed picture."""
QUIETEST = 1e-5

Noise = NDArray[np.float32]


class Model:
    """The loaded networks on one device."""

    def __init__(self, loaded: Loaded, device: str, steps: int) -> None:
        import torch

        self._torch: Any = torch
        self.loaded, self._device = loaded, device
        self.parts = {name: part.to(device) for name, part in loaded.parts.items()}
        self._times = _times(len(loaded.kept), steps)

    @property
    def draws(self) -> int:
        """How many fields of noise one chunk takes: one to pack, one to begin with, one for each step."""
        return 2 + len(self._times)

    def bright(self, dull: Audio, noise: Noise, cutoff_hz: float, tell: Callable[[float], None]) -> Audio:
        """`dull` (rows, samples) with highs; whole columns long. `noise` is (draws, rows, channels, columns, height)
        as the packed picture is; `tell` hears 0..1 before each step and may raise."""
        torch = self._torch
        with torch.inference_mode():
            drawn = torch.from_numpy(noise).to(self._device)
            heard = self._picture(torch.from_numpy(dull).to(self._device))
            packed = self.sampled(self._packed(heard, drawn[0]), drawn[1:], tell)
            picture = self.parts["decoder"](self.parts["unpack"](packed / self.loaded.scale))[:, 0]
            # What was heard is known better than it can be drawn.
            known = bands_below(cutoff_hz)
            picture[..., :known] = heard[..., :known]
            sound = self.parts["vocoder"](picture.transpose(1, 2))[:, 0, : dull.shape[1]]
            return np.ascontiguousarray(sound.float().cpu().numpy())

    def sampled(self, beside: Any, noise: Any, tell: Callable[[float], None]) -> Any:
        """The packed picture that the noise becomes beside the packed dull one, both (rows, channels, columns,
        height). The network foretells a mixture of both: `v` of the literature."""
        torch, x = self._torch, noise[0]
        both = torch.cat([beside, torch.full_like(beside, UNHEARD)]) * self.loaded.scale
        for done, time in enumerate(self._times):
            tell(done / len(self._times))
            v = self._foretold(x, both, time)
            kept = float(self.loaded.kept[time])
            later = float(
                self.loaded.kept[self._times[done + 1]] if done + 1 < len(self._times) else self.loaded.kept[0]
            )
            sound = kept**0.5 * x - (1.0 - kept) ** 0.5 * v
            hiss = kept**0.5 * v + (1.0 - kept) ** 0.5 * x
            spread = ((1.0 - later) / (1.0 - kept) * (1.0 - kept / later)) ** 0.5
            x = later**0.5 * sound + (1.0 - later - spread**2) ** 0.5 * hiss + spread * noise[done + 1]
        return x

    def _foretold(self, x: Any, both: Any, time: int) -> Any:
        torch = self._torch
        given = torch.cat([torch.cat([x, x]), both], dim=1)
        times = torch.full((given.shape[0],), time, device=self._device, dtype=torch.long)
        made = self.parts["unet"](given, times, context_list=[], y=None, context_attn_mask_list=[])
        with_it, without = made.chunk(2)
        return without + GUIDANCE * (with_it - without)

    def _packed(self, picture: Any, noise: Any) -> Any:
        mean, log_variance = self.parts["moments"](self.parts["encoder"](picture[:, None])).chunk(2, dim=1)
        return mean + (0.5 * log_variance.clamp(-30.0, 20.0)).exp() * noise

    def _picture(self, sound: Any) -> Any:
        """Log mel bands, (rows, frames, bands), one frame to each hop."""
        torch = self._torch
        edge = (FRAME - HOP) // 2
        padded = torch.nn.functional.pad(sound[:, None], (edge, edge), mode="reflect")[:, 0]
        window = torch.hann_window(FRAME, device=self._device)
        spectra = torch.stft(padded, FRAME, HOP, FRAME, window, center=False, return_complex=True).abs()
        filters = torch.from_numpy(mel_filters()).to(self._device)
        return (filters @ spectra).clamp(min=QUIETEST).log().transpose(1, 2)


@cache
def mel_filters() -> NDArray[np.float32]:
    from librosa.filters import mel

    made: NDArray[np.float32] = mel(sr=RATE, n_fft=FRAME, n_mels=BANDS, fmin=LOWEST_HZ, fmax=HIGHEST_HZ)
    return made.astype(np.float32)


def bands_below(hz: float) -> int:
    """How many bands end at or below that frequency."""
    from librosa import mel_frequencies

    return int((mel_frequencies(BANDS + 2, fmin=LOWEST_HZ, fmax=HIGHEST_HZ)[2:] <= hz).sum())


def _times(levels: int, steps: int) -> list[int]:
    """The noise levels that are visited, the loudest first; steps that do not divide them evenly are a few more."""
    return [time + 1 for time in range(0, levels - 1, levels // steps)][::-1]
