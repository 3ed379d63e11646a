"""A tiny General MIDI sound bank made on the spot: one sine, on time only after 7 ms of silence, on every program."""

import struct

import numpy as np

from processing.engines.compose.house_band.sound.voices import BANK_KITS, PITCHED

RATE = 44_000
SILENCE = 308


def write_soundfont(path):
    programs = sorted({v.program for v in PITCHED.values() if v.program is not None})
    presets = [(p, 0) for p in programs] + [(p, 128) for p in sorted(set(BANK_KITS.values()))]
    wave = np.concatenate([np.zeros(SILENCE), 0.5 * np.sin(2 * np.pi * np.arange(8_800) / 100)])
    samples = (wave * 32_767).astype("<i2").tobytes() + bytes(92)
    info = _chunk(b"ifil", struct.pack("<HH", 2, 1)) + _chunk(b"INAM", b"tiny\0\0")
    data = _chunk(b"smpl", samples)
    body = b"sfbk" + _list(b"INFO", info) + _list(b"sdta", data) + _list(b"pdta", _index(presets, len(wave)))
    path.write_bytes(_chunk(b"RIFF", body))
    return path


def _index(presets, length):
    count = len(presets)
    heads = [struct.pack("<20sHHHIII", b"p", p, bank, k, 0, 0, 0) for k, (p, bank) in enumerate(presets)]
    heads.append(struct.pack("<20sHHHIII", b"EOP", 0, 0, count, 0, 0, 0))
    sample = struct.pack("<20sIIIIIBbHH", b"sine", 0, length, SILENCE + 1_000, SILENCE + 8_000, RATE, 69, 0, 0, 1)
    last = struct.pack("<20sIIIIIBbHH", b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0)
    return b"".join(
        (
            _chunk(b"phdr", b"".join(heads)),
            _chunk(b"pbag", b"".join(struct.pack("<HH", k, 0) for k in range(count + 1))),
            _chunk(b"pmod", bytes(10)),
            _chunk(b"pgen", struct.pack("<HH", 41, 0) * count + bytes(4)),
            _chunk(b"inst", struct.pack("<20sH", b"i", 0) + struct.pack("<20sH", b"EOI", 1)),
            _chunk(b"ibag", struct.pack("<HHHH", 0, 0, 2, 0)),
            _chunk(b"imod", bytes(10)),
            _chunk(b"igen", struct.pack("<HHHH", 54, 1, 53, 0) + bytes(4)),
            _chunk(b"shdr", sample + last),
        )
    )


def _chunk(name, data):
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def _list(name, data):
    return _chunk(b"LIST", name + data)
