"""The beat of a whole recording: dynamic programming over an onset curve (Ellis 2007), sharpened below one frame."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio, mono
from processing.dsp.resample import resample

_RATE = 24_000
_HOP = 120
_FRAME = 1_024
FRAMES_PER_S = _RATE / _HOP
_BANDS = 40
_LOG_GAIN = 100.0
_DELAY_FRAMES = 2  # rise over 10 ms
_SLOWEST_BPM, _FASTEST_BPM, _USUAL_BPM = 55.0, 200.0, 115.0
_SPREAD_OCTAVES = 0.8
_TIGHTNESS = 250.0
_SHARPEN_FRAMES = 6
_EARLY_S = 0.013  # the curve rises as soon as an onset enters the frame


@dataclass(frozen=True)
class Beats:
    """`times_s` of the beats; `bpm` from a straight line through them. `jitter_ms`: scatter around the local pulse;
    `drift_share`: how much the tempo itself wanders (coefficient of variation); `confidence` 0..1."""

    times_s: NDArray[np.float64]
    bpm: float
    jitter_ms: float
    drift_share: float
    confidence: float


def beats(audio: Audio, rate: int, *, bpm: float | None = None) -> Beats:
    """Track the beat; with `bpm` at about that tempo. Silence and very short clips have no beats."""
    curve = onset_curve(audio, rate)
    if len(curve) < 4 * FRAMES_PER_S or curve.max() <= 0.0:
        return Beats(np.zeros(0), 0.0, 0.0, 0.0, 0.0)
    period = 60.0 * FRAMES_PER_S / (bpm or _tempo_bpm(curve))
    frames = _path(curve, period)
    sharp = np.array([_sharpened(curve, frame) for frame in frames])
    return described(sharp / FRAMES_PER_S + _EARLY_S, _standing_out(curve, frames))


def described(times_s: NDArray[np.float64], confidence: float) -> Beats:
    """The numbers of a row of beats; at least four are needed."""
    if len(times_s) < 4:
        return Beats(times_s, 0.0, 0.0, 0.0, 0.0)
    slope_s = float(np.polyfit(np.arange(len(times_s)), times_s, 1)[0])
    bent = times_s[1:-1] - (times_s[:-2] + times_s[2:]) / 2
    jitter_s = 1.4826 * float(np.median(np.abs(bent - np.median(bent)))) / np.sqrt(1.5)
    spans_s = (times_s[4:] - times_s[:-4]) / 4 if len(times_s) > 8 else np.diff(times_s)
    return Beats(
        times_s=times_s,
        bpm=round(60.0 / slope_s, 3),
        jitter_ms=round(1000.0 * jitter_s, 2),
        drift_share=round(float(np.std(spans_s) / np.mean(spans_s)), 5),
        confidence=round(confidence, 3),
    )


def onset_curve(audio: Audio, rate: int) -> NDArray[np.float64]:
    """How strongly something begins, 200 values a second: rise of log energy over forty bands."""
    signal = resample(mono(audio), rate, _RATE)
    padded = np.pad(signal, (_FRAME // 2, _FRAME))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::_HOP][: len(signal) // _HOP + 1]
    window, bands = np.hanning(_FRAME).astype(np.float32), _band_matrix()
    parts = [
        np.log1p(_LOG_GAIN * (np.abs(np.fft.rfft(frames[start : start + 1024] * window, axis=1)) @ bands))
        for start in range(0, len(frames), 1024)
    ]
    energy = np.concatenate(parts)
    rise = np.maximum(energy[_DELAY_FRAMES:] - energy[:-_DELAY_FRAMES], 0.0).sum(axis=1)
    curve = np.concatenate([np.zeros(_DELAY_FRAMES // 2), rise, np.zeros(_DELAY_FRAMES - _DELAY_FRAMES // 2)])
    spread = np.std(curve)
    return np.asarray(curve / spread if spread > 1e-9 else np.zeros_like(curve), dtype=np.float64)


def _band_matrix() -> NDArray[np.float32]:
    edges_hz = np.geomspace(40.0, 10_000.0, _BANDS + 1)
    bins_hz = np.fft.rfftfreq(_FRAME, 1.0 / _RATE)
    matrix = ((bins_hz[:, None] >= edges_hz[:-1]) & (bins_hz[:, None] < edges_hz[1:])).astype(np.float32)
    matrix = matrix[:, matrix.any(axis=0)]
    return np.asarray(matrix / (_FRAME / 4), dtype=np.float32)


def _tempo_bpm(curve: NDArray[np.float64]) -> float:
    """The period at which the curve, its double and its fourfold repeat best, weighed by how usual the tempo is."""
    size = 1 << int(np.ceil(np.log2(2 * len(curve))))
    spectrum = np.fft.rfft(curve - curve.mean(), size)
    alike = np.fft.irfft(np.abs(spectrum) ** 2)[: len(curve)]
    alike = alike / max(float(alike[0]), 1e-12)
    tempi = np.arange(_SLOWEST_BPM, _FASTEST_BPM, 0.25)
    lags = 60.0 * FRAMES_PER_S / tempi
    places = np.arange(len(alike))
    score = sum(
        worth * np.interp(lags * times, places, alike, right=0.0) for times, worth in ((1, 1.0), (2, 0.7), (4, 0.5))
    )
    usual = np.exp(-0.5 * (np.log2(tempi / _USUAL_BPM) / _SPREAD_OCTAVES) ** 2)
    return float(tempi[int(np.argmax(score * usual))])


def _path(curve: NDArray[np.float64], period: float) -> NDArray[np.int64]:
    """The row of frames that collects most onset while keeping about `period` between them."""
    back = np.arange(round(period / 2), round(period * 2) + 1)
    cost = -_TIGHTNESS * np.log(back / period) ** 2
    total = curve.copy()
    came_from = np.full(len(curve), -1)
    for frame in range(int(back[0]), len(curve)):
        reach = back[: np.searchsorted(back, frame, side="right")]
        ways = total[frame - reach] + cost[: len(reach)]
        best = int(ways.argmax())
        if ways[best] > 0.0:
            total[frame] += ways[best]
            came_from[frame] = frame - reach[best]
    tail = max(0, len(curve) - round(period))
    row = [tail + int(np.argmax(total[tail:]))]
    while came_from[row[-1]] >= 0:
        row.append(int(came_from[row[-1]]))
    return _trimmed(curve, np.array(row[::-1]))


def _trimmed(curve: NDArray[np.float64], frames: NDArray[np.int64]) -> NDArray[np.int64]:
    """Without beats counted into the silence before and after the music."""
    strength = np.array([curve[max(0, frame - 3) : frame + 4].max() for frame in frames])
    heard = np.flatnonzero(strength > 0.25 * np.median(strength))
    return frames[heard[0] : heard[-1] + 1] if heard.size else frames[:0]


def _sharpened(curve: NDArray[np.float64], frame: int) -> float:
    """The top of the onset that the beat sits on, between frames; the frame itself where there is no onset."""
    first, last = max(1, frame - _SHARPEN_FRAMES), min(len(curve) - 1, frame + _SHARPEN_FRAMES + 1)
    if last <= first:
        return float(frame)
    top = first + int(np.argmax(curve[first:last]))
    left, middle, right = curve[top - 1], curve[top], curve[top + 1] if top + 1 < len(curve) else 0.0
    bend = left - 2 * middle + right
    if middle < 0.5 or bend >= 0.0:
        return float(frame)
    return top + float(np.clip(0.5 * (left - right) / bend, -0.5, 0.5))


def _standing_out(curve: NDArray[np.float64], frames: NDArray[np.int64]) -> float:
    if len(frames) < 4:
        return 0.0
    on_beat = float(np.mean([curve[max(0, frame - 2) : frame + 3].max() for frame in frames]))
    usual = float(np.mean(np.maximum.reduce([np.roll(curve, shift) for shift in range(-2, 3)])))
    return float(np.clip((on_beat - usual) / max(on_beat, 1e-9), 0.0, 1.0))
