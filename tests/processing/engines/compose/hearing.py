"""What the sound tests listen with: pitch, brightness, level, and a short score to play."""

import numpy as np

from processing.engines.compose.house_band.score import Chord, Dynamics, Note, Part, Score

RATE = 48_000


def mono(sound):
    return sound if sound.ndim == 1 else sound.mean(axis=0)


def centroid_hz(sound):
    power = np.abs(np.fft.rfft(mono(sound))) ** 2
    return float((power * np.fft.rfftfreq(mono(sound).size, 1 / RATE)).sum() / power.sum())


def share_db(sound, low_hz, high_hz):
    power = np.abs(np.fft.rfft(mono(sound))) ** 2
    hz = np.fft.rfftfreq(mono(sound).size, 1 / RATE)
    return float(10 * np.log10(power[(hz >= low_hz) & (hz < high_hz)].sum() / power.sum() + 1e-15))


def pitch_cents(sound, hz):
    """How far the pitch of a sound lies from `hz`: the peak of its autocorrelation near one period."""
    x = mono(sound).astype(np.float64)
    x = x[int(0.25 * x.size) : int(0.9 * x.size)]
    spectrum = np.abs(np.fft.rfft(x, 2 * x.size)) ** 2
    heard = np.fft.irfft(spectrum)[: x.size]
    period = RATE / hz
    cycles = max(1, int(600 / period))
    near = np.arange(int(period * cycles * 0.975), int(period * cycles * 1.025) + 2)
    peak = near[np.argmax(heard[near])]
    before, here, after = heard[peak - 1 : peak + 2]
    exact = peak + 0.5 * (before - after) / (before - 2 * here + after)
    return 1200 * np.log2(period * cycles / exact)


def note(start_s, pitch, duration_s=0.4, velocity=0.8):
    return Note(start_s, duration_s, pitch, velocity, start_s)


def score(parts, duration_s=6.0, *, genre="pop", meter="4/4", dynamics=None):
    half = duration_s / 2
    dynamics = dynamics or (Dynamics(0, half, "verse", -2.0, 0.5), Dynamics(half, duration_s, "chorus", 0.0, 0.9))
    chords = (Chord(0.0, duration_s, 0, (0, 4, 7), "C"),)
    return Score(genre, 120.0, meter, "C major", duration_s, tuple(parts), chords, tuple(dynamics))


def small_band(duration_s=6.0, genre="pop"):
    """Kick and snare, bass, chords, a tune and a pad: one part on every stem."""
    beats = np.arange(0.0, duration_s - 0.4, 0.5)
    drums = [note(t, 36 if i % 2 == 0 else 38) for i, t in enumerate(beats)] + [note(t + 0.25, 42) for t in beats]
    chords = [note(t, pitch, 1.8) for t in np.arange(0, duration_s - 1, 2.0) for pitch in (60, 64, 67)]
    parts = (
        Part("drums", "drums", f"kit.{genre}", tuple(drums), space=0.1),
        Part("bass", "bass", "bass.finger", tuple(note(t, 36) for t in beats)),
        Part("keys", "harmony", "rhodes", tuple(chords), pan=-0.3, space=0.2),
        Part("tune", "lead", "lead.pluck", tuple(note(t, 72 + i % 5) for i, t in enumerate(beats)), space=0.3),
        Part("pad", "texture", "pad.warm", tuple(note(0.0, p, duration_s) for p in (48, 55)), space=0.4),
    )
    return score(parts, duration_s, genre=genre)
