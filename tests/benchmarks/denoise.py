"""Our denoiser beside two filters of ffmpeg at their defaults: SI-SDR against the clean take, on seeded noises.

    python -m tests.benchmarks.denoise [--seconds 12]

The last line is the processor time of ours over the length of the take.
"""

import argparse
import subprocess
import time
from collections.abc import Callable

import numpy as np

from processing.dsp.ffmpeg import binary
from processing.engines.denoise.lsa import LogSpectralAmplitude
from tests.processing.engines import takes
from tests.processing.engines.takes import RATE, Take

NOISES: dict[str, Callable[[int], Take]] = {
    "hiss": takes.hiss,
    "pink and hum": takes.pink_and_hum,
    "moving": takes.warble,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=12.0)
    voice = takes.take(parser.parse_args().seconds)
    spent = 0.0
    print(f"{'noise':<16}{'in':>8}{'ours':>8}{'afftdn':>8}{'anlmdn':>8}")
    for name, noise in NOISES.items():
        for snr_db in (10.0, 20.0):
            spoilt = takes.at_snr(voice, noise(voice.shape[1]), snr_db)
            started = time.process_time()
            ours = LogSpectralAmplitude().denoise(spoilt, RATE)
            spent += time.process_time() - started
            _row(name, voice, [spoilt, ours, *(_filtered(spoilt, one) for one in ("afftdn", "anlmdn"))])
    _row("a clean take", voice, [voice, LogSpectralAmplitude().denoise(voice, RATE), _filtered(voice, "afftdn")])
    print(f"{6 * voice.shape[1] / RATE / spent:.0f} x real time of one core")


def _row(name: str, voice: Take, takes_heard: list[Take | None]) -> None:
    told = [f"{_figure(one, voice):8.1f}" if one is not None else f"{'died':>8}" for one in takes_heard]
    print(f"{name:<16}" + "".join(told))


def _figure(heard: Take, voice: Take) -> float:
    return min(99.0, takes.si_sdr_db(heard[:, : voice.shape[1]], voice))


def _filtered(audio: Take, name: str) -> Take | None:
    """None where this ffmpeg's filter dies on it."""
    shape = ["-f", "f32le", "-ar", str(RATE), "-ac", "1"]
    command = [binary(), "-v", "error", *shape, "-i", "-", "-af", name, *shape, "-"]
    done = subprocess.run(command, input=audio.tobytes(), capture_output=True, check=False)
    if done.returncode:
        return None
    out = np.frombuffer(done.stdout, np.float32)
    out = np.pad(out, (0, max(0, audio.shape[1] - out.size)))
    return np.roll(out, -_delay(out, audio[0]))[np.newaxis]


def _delay(out: Take, audio: Take) -> int:
    """How many samples late the filter is."""
    both = np.fft.irfft(np.fft.rfft(out, 1 << 21) * np.conj(np.fft.rfft(audio, 1 << 21)))
    return int(np.argmax(both[:RATE]))


if __name__ == "__main__":
    main()
