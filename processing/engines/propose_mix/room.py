"""Space around the tracks, and the bus they share."""

from collections.abc import Mapping

from processing.console.settings import Band, Compressor, Master, Space
from processing.engines.propose_mix.genres import Genre
from processing.engines.propose_mix.wishes import Wishes

SEND_DB = {"drums": -26.0, "harmony": -20.0, "lead": -15.0, "texture": -16.0}
MIX_LUFS, MIX_CEILING_DBTP = -16.0, -1.2
SPACE_RANGE_DB = 6.0


def spaces(
    roles: Mapping[str, str], genre: Genre, wishes: Wishes, reasons: list[str]
) -> tuple[dict[str, Space], dict[str, dict[str, float]]]:
    """One hall and what each track sends to it; bass and finished instrumentals stay dry."""
    levels = {**SEND_DB, "vocal": genre.vocal_send_db}
    sends = {
        name: {"hall": round(min(6.0, max(-60.0, levels[role] + SPACE_RANGE_DB * wishes.space)), 1)}
        for name, role in roles.items()
        if role in levels
    }
    if not sends:
        return {}, {}
    size = min(1.0, max(0.0, genre.space_size + 0.15 * wishes.space))
    reasons.append(f"Hall: size {size:.2f}, pre-delayed by 25 ms so that it stays behind the voice, no lows in it.")
    return {"hall": Space(size=round(size, 2), predelay_ms=25.0)}, sends


def master(genre: Genre, wishes: Wishes, reasons: list[str]) -> Master:
    glue = Compressor(
        threshold_db=round(-9.0 - 2.0 * wishes.energy, 1), ratio=genre.glue_ratio, attack_ms=30.0, release_ms=180.0
    )
    tilt_db = round(1.5 * wishes.brightness, 1)
    saturation_db = round(max(0.0, genre.saturation_db + wishes.energy), 1)
    reasons.append(f"Mix bus: glue {glue.ratio:g}:1, {saturation_db:g} dB of warmth, bass in the middle below 110 Hz.")
    if tilt_db:
        reasons.append(f"Mix bus: {tilt_db:+.1f} dB from 7 kHz, as wished.")
    return Master(
        glue=glue,
        saturation_db=saturation_db,
        mono_below_hz=110.0,
        eq=(Band("high_shelf", 7000.0, tilt_db, 0.7),) if tilt_db else (),
        loudness_lufs=MIX_LUFS,
        ceiling_dbtp=MIX_CEILING_DBTP,
    )
