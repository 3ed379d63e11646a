"""Matching a reference: from where the rules stand, knobs are turned until the mix measures more like it.

Most of the search is done on paper (`sketch`); what it finds is rendered and measured, and only what is really closer
than the rules, keeps the voice in its place and passes the checks of a mix is proposed.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.console.differences import diff
from processing.console.settings import Band, ConsoleSettings, TrackSettings
from processing.console.vector import Knob, knobs, turned
from processing.dsp.levels import Audio, stereo
from processing.engines.contracts import Progress, silent
from processing.engines.propose_mix.evolution import search
from processing.engines.propose_mix.likeness import Portrait, distance, portrait, powers
from processing.engines.propose_mix.listening import cut, excerpts, sounding
from processing.engines.propose_mix.proof import Proof, fails
from processing.engines.propose_mix.roles import role_of
from processing.engines.propose_mix.rules import Rules
from processing.engines.propose_mix.sketch import Sketch
from processing.errors import StudioError

BUDGET_S = 60.0
PROVING = 2.0
"""Time kept for rendering and checking what was found, in multiples of what listening took on this machine now."""
GENERATIONS_MOST, STILL_MOST = 400, 60
PIECE_S = 6.0
REACH = {
    "tracks.*.gain_db": 4.0,
    "tracks.*.eq.*.gain_db": 4.0,
    "tracks.*.compressor.threshold_db": 6.0,
    "tracks.*.sends_db.*": 6.0,
    "tracks.*.width": 0.4,
    "master.eq.*.gain_db": 4.0,
    "master.glue.threshold_db": 4.0,
}
"""What the search may turn, and how far from where the rules left it, in the knob's own unit."""
VOICE_REACH = 0.5
"""A voice is turned half as far: what a reference does to its singer may be wrong for another."""
SHARES = (1.0, 0.75, 0.5, 0.3)
"""How much of the way that was found on paper is tried in sound."""
VOICE_FREE_DB = 0.7
"""The voice may move against the backing by this much before it costs."""
SMALL = 0.07
"""Less than this share of a knob's reach is not worth a move."""
TRACK_BANDS = (("low_shelf", 150.0, 0.7), ("peak", 450.0, 0.8), ("peak", 2200.0, 0.7), ("high_shelf", 7000.0, 0.7))
MASTER_BANDS = (
    ("low_shelf", 70.0, 0.7),
    ("peak", 220.0, 0.7),
    ("peak", 800.0, 0.7),
    ("peak", 2600.0, 0.7),
    ("high_shelf", 8000.0, 0.7),
)
LINES_MOST = 12
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class _Turn:
    """A knob, and how far of its way it is turned when the search says 1."""

    knob: Knob
    reach: float

    def at(self, share: float) -> float:
        value = self.knob.value + self.reach * float(np.clip(share, -1.0, 1.0))
        return min(self.knob.high, max(self.knob.low, value))


class ReferenceSearch:
    """Implements `contracts.MixProposer`. `budget_s` is all the time that a proposal takes, listening included."""

    def __init__(self, *, budget_s: float = BUDGET_S, seed: int = 1) -> None:
        self._budget_s, self._seed = budget_s, seed

    def propose(
        self,
        tracks: Mapping[str, Audio],
        sample_rate: int,
        *,
        genre: str,
        wishes: Mapping[str, float],
        reference: Audio | None = None,
        progress: Progress = silent,
    ) -> dict[str, Any]:
        """Return a ConsoleSettings document with `reasons`: the rules' own where nothing closer was found.

        Raises StudioError `mix.no_reference` or what the rules raise.
        """
        if reference is None or not np.any(reference):
            raise StudioError("mix.no_reference", "Add a reference to the song first: the mix is matched to it.")
        started = time.monotonic()
        progress(0.02, "Setting the console by rules")
        rules = ConsoleSettings.from_json(Rules().propose(tracks, sample_rate, genre=genre, wishes=wishes))
        progress(0.15, "Listening to the reference")
        wanted = heard(reference, sample_rate)
        excerpt = busiest(tracks, sample_rate)
        base = opened(rules)
        sketch = Sketch(base, excerpt, sample_rate)
        turns = turns_of(base)
        ends = started + self._budget_s
        until = ends - PROVING * (time.monotonic() - started)
        place = _searched(sketch, turns, wanted, self._seed, until, progress)
        progress(0.65, "Rendering what was found")
        proof = Proof(tracks, excerpt, sample_rate, wanted)
        found = _best(proof, rules, [moved(base, turns, share * place) for share in SHARES], ends, progress)
        return _told(rules, found, proof).to_json()


def heard(audio: Audio, sample_rate: int) -> Portrait:
    """The portrait of the busiest parts of a finished song."""
    return portrait(*powers(busiest({"song": audio}, sample_rate, piece_s=2 * PIECE_S)["song"], sample_rate))


def busiest(tracks: Mapping[str, Audio], sample_rate: int, piece_s: float = PIECE_S) -> dict[str, Audio]:
    """A few seconds out of the busiest part of each third, the same of every track, joined."""
    samples = max(audio.shape[-1] for audio in tracks.values())
    full = {name: _padded(audio, samples) for name, audio in tracks.items()}
    leading = next((name for name in full if role_of(name) == "vocal" and np.any(full[name])), None)
    grid_source = full[leading] if leading else np.sum(list(full.values()), axis=0)
    places = excerpts(samples, sounding(grid_source, sample_rate), sample_rate)
    piece = round(piece_s * sample_rate)
    if len(places) == 1:
        middle = max(0, (samples - 3 * piece) // 2)
        return cut(full, [slice(middle, min(samples, middle + 3 * piece))])
    middles = [(place.start + place.stop) // 2 for place in places]
    return cut(full, [slice(max(0, m - piece // 2), m + piece // 2) for m in middles])


def opened(settings: ConsoleSettings) -> ConsoleSettings:
    """The same console with flat bands put in where the search may want to turn."""
    tracks = {n: replace(t, eq=_with_bands(t.eq, TRACK_BANDS)) for n, t in settings.tracks.items()}
    master = replace(settings.master, eq=_with_bands(settings.master.eq, MASTER_BANDS))
    return replace(settings, tracks=tracks, master=master)


def turns_of(settings: ConsoleSettings) -> list[_Turn]:
    """Everything that may be turned on a console."""
    found = []
    for wanted, reach in REACH.items():
        for knob in knobs(settings, [wanted]):
            voice = knob.steps[0] == "tracks" and role_of(knob.steps[1]) == "vocal"
            # A voice stands in the middle; its width is no taste of the reference's.
            if not (voice and knob.steps[-1] == "width"):
                found.append(_Turn(knob, reach * VOICE_REACH if voice else reach))
    return found


def moved(base: ConsoleSettings, turns: Sequence[_Turn], place: Vector) -> ConsoleSettings:
    """The console with every knob at its place; bands that came to nothing are taken out again."""
    positions = {}
    for turn, share in zip(turns, place, strict=True):
        value = turn.at(float(share))
        if abs(value - turn.knob.value) >= SMALL * turn.reach:
            positions[turn.knob] = (value - turn.knob.low) / (turn.knob.high - turn.knob.low)
    settings = turned(base, positions)
    tracks = {n: replace(t, eq=_without_flat(t.eq)) for n, t in settings.tracks.items()}
    return _rounded(
        replace(settings, tracks=tracks, master=replace(settings.master, eq=_without_flat(settings.master.eq)))
    )


def _searched(
    sketch: Sketch, turns: Sequence[_Turn], wanted: Portrait, seed: int, until: float, progress: Progress
) -> Vector:
    """Where the knobs stand in the best console found on paper before the time is up or nothing more is won."""
    cost = _cost(sketch, turns, wanted)
    best_cost, still = np.inf, 0
    start = np.zeros(len(turns))
    found = start
    for number, best in enumerate(search(cost, start, step=0.25, seed=seed), 1):
        still = still + 1 if best.cost > best_cost - 1e-3 else 0
        best_cost, found = min(best_cost, best.cost), best.place
        progress(0.2 + 0.45 * min(1.0, number / GENERATIONS_MOST), f"{best.tried} consoles tried on paper")
        if time.monotonic() > until or number >= GENERATIONS_MOST or still > STILL_MOST:
            break
    return np.clip(found, -1.0, 1.0)


def _cost(sketch: Sketch, turns: Sequence[_Turn], wanted: Portrait) -> Callable[[Vector], float]:
    rules_over_db = sketch.powers({})[2]

    def cost(place: Vector) -> float:
        values = {turn.knob.path: turn.at(share) for turn, share in zip(turns, place.tolist(), strict=True)}
        mid, side, over_db = sketch.powers(values)
        strayed = max(0.0, abs(over_db - rules_over_db) - VOICE_FREE_DB)
        outside = float(np.square(np.maximum(0.0, np.abs(place) - 1.0)).sum())
        # Of two consoles that measure alike, the one that does less is the better mix.
        restless = 0.05 * float(np.mean(np.square(np.clip(place, -1.0, 1.0))))
        return distance(portrait(mid, side), wanted) + strayed + outside + restless

    return cost


def _best(
    proof: Proof, rules: ConsoleSettings, tries: Sequence[ConsoleSettings], ends: float, progress: Progress
) -> ConsoleSettings | None:
    """The closest console that is really closer than the rules and passes; None when there is none.

    Half of the time that is left goes into trying, the other half into the check of the whole song.
    """
    half = time.monotonic() + (ends - time.monotonic()) / 2.0
    limit, before = proof.distance_of(rules), set(fails(proof.excerpt_checks(rules)))
    closer = []
    for number, settings in enumerate(tries, 1):
        progress(0.65 + 0.05 * number, "Rendering what was found")
        if proof.distance_of(settings) < limit and set(fails(proof.excerpt_checks(settings))) <= before:
            closer.append(settings)
        if time.monotonic() > half:
            break
    took_s = 0.0
    for settings in sorted(closer, key=proof.distance_of):
        began = time.monotonic()
        if began + took_s > ends:
            break
        progress(0.9, "Checking the whole mix")
        if proof.holds(settings, rules):
            return settings
        took_s = time.monotonic() - began
    return None


def _told(rules: ConsoleSettings, found: ConsoleSettings | None, proof: Proof) -> ConsoleSettings:
    """The proposal with what the search won and did, in words; the rules' own where it won nothing."""
    before = proof.distance_of(rules)
    if found is None:
        words = "Reference: nothing that was tried is closer to it and passes the checks, so the rules' console stands."
        return replace(rules, reasons=(*rules.reasons, words))
    old, new = proof.parts_of(rules), proof.parts_of(found)
    gains = ", ".join(f"{name} {old[name]:.2f} -> {new[name]:.2f}" for name in old)
    after = proof.distance_of(found)
    words = f"Reference: the mix is {1.0 - after / before:.0%} closer to it than by the rules alone ({gains})."
    lines = diff(rules, found)
    rest = [f"and {len(lines) - LINES_MOST} smaller moves"] if len(lines) > LINES_MOST else []
    turned_words = [f"For the reference: {line}." for line in [*lines[:LINES_MOST], *rest]]
    return replace(found, reasons=(*rules.reasons, words, *turned_words))


def _padded(audio: Audio, samples: int) -> Audio:
    audio = stereo(audio)
    missing = samples - audio.shape[1]
    return np.pad(audio, ((0, 0), (0, missing))) if missing else audio


def _with_bands(bands: tuple[Band, ...], wanted: Sequence[tuple[str, float, float]]) -> tuple[Band, ...]:
    return (*bands, *(Band(kind, freq_hz, 0.0, q) for kind, freq_hz, q in wanted))


def _without_flat(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    return tuple(band for band in bands if band.gain_db)


def _rounded(settings: ConsoleSettings) -> ConsoleSettings:
    def track(one: TrackSettings) -> TrackSettings:
        sends = {name: round(send_db, 1) for name, send_db in one.sends_db.items()}
        device = one.compressor
        compressor = replace(device, threshold_db=round(device.threshold_db, 1)) if device else None
        own = replace(one, gain_db=round(one.gain_db, 1), width=round(one.width, 2), eq=_tidy(one.eq))
        return replace(own, sends_db=sends, compressor=compressor)

    master = settings.master
    glue = replace(master.glue, threshold_db=round(master.glue.threshold_db, 1)) if master.glue else None
    tracks = {name: track(one) for name, one in settings.tracks.items()}
    return replace(settings, tracks=tracks, master=replace(master, glue=glue, eq=_tidy(master.eq)))


def _tidy(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    return tuple(replace(band, gain_db=round(band.gain_db, 1)) for band in bands)
