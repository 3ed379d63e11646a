"""Waveforms and browser copies."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from processing.dsp import files
from processing.dsp.peaks import RESOLUTIONS, peaks_of, peaks_of_file
from processing.dsp.proxy import write_proxies

RATE = 48_000


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    audio = np.zeros((2, 3 * RATE + 77), dtype=np.float32)
    audio[0, RATE], audio[1, 2 * RATE] = 0.5, -1.0
    audio += np.random.default_rng(0).uniform(-0.01, 0.01, audio.shape).astype(np.float32)
    return files.write_flac(tmp_path_factory.mktemp("peaks") / "a.flac", np.clip(audio, -1, 1), RATE)


def test_every_pixel_holds_its_extremes(song: Path) -> None:
    audio, _ = files.read(song)
    for step, peaks in peaks_of_file(song, bits=16).items():
        lows, highs = peaks.pairs[::2] / 32_767, peaks.pairs[1::2] / 32_767
        assert peaks.pixels == -(-audio.shape[1] // step)
        for pixel in range(0, peaks.pixels, 7):
            part = audio[:, pixel * step : (pixel + 1) * step]
            assert lows[pixel] == pytest.approx(part.min(), abs=1e-4)
            assert highs[pixel] == pytest.approx(part.max(), abs=1e-4)


def test_json_and_bytes_agree(song: Path) -> None:
    peaks = peaks_of_file(song)[RESOLUTIONS[1]]
    told, raw = json.loads(json.dumps(peaks.to_json())), peaks.to_bytes()
    version, flags, rate, step, pixels, channels = struct.unpack("<iIiiIi", raw[:24])
    assert (version, flags, rate, step, pixels, channels) == (2, 1, RATE, 2048, told["pixels"], 1)
    assert np.frombuffer(raw[24:], dtype=np.int8).tolist() == told["peaks"] and told["bits"] == 8


@pytest.mark.parametrize(("samples", "buckets"), [(1000, 10), (5, 8), (0, 3), (10, 0)])
def test_previews_have_the_size_asked_for(samples: int, buckets: int) -> None:
    ramp = np.linspace(-1, 1, samples, dtype=np.float32)[np.newaxis]
    assert len(peaks_of(ramp, buckets)) == 2 * buckets


def test_previews_rise_with_a_ramp() -> None:
    preview = peaks_of(np.linspace(-1, 1, 4000, dtype=np.float32), 20)
    assert preview[::2] == sorted(preview[::2]) and (preview[0], preview[-1]) == (-127, 127)


def test_copies_last_as_long_as_the_song_and_repeat_exactly(song: Path, tmp_path: Path) -> None:
    first = write_proxies(song, tmp_path)
    again = write_proxies(song, tmp_path, name="again")
    for one, two in ((first.opus, again.opus), (first.aac, again.aac)):
        assert one.read_bytes() == two.read_bytes()
        assert files.decode(one).shape[1] == pytest.approx(files.facts(song).samples, abs=1200)
