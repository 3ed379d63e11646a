"""Matching a reference: from where the rules stand, knobs are turned until the mix measures more like it.

Most of the search is done on paper (`sketch`); what it finds is rendered and measured, and only what is really closer
than the rules, keeps the voice in its place and passes the checks of a mix is proposed.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from processing.console.differences import diff
from processing.console.settings import ConsoleSettings
from processing.dsp.levels import Audio, stereo
from processing.engines.contracts import Progress, silent
from processing.engines.propose_mix.evolution import search
from processing.engines.propose_mix.likeness import Portrait, distance, portrait, powers
from processing.engines.propose_mix.listening import cut, excerpts, sounding
from processing.engines.propose_mix.proof import Proof, fails
from processing.engines.propose_mix.roles import role_of
from processing.engines.propose_mix.rules import Rules
from processing.engines.propose_mix.sketch import Sketch
from processing.engines.propose_mix.turns import Turn, Vector, moved, opened, turns_of
from processing.errors import StudioError

BUDGET_S = 60.0
PROVING = 2.0
"""Time kept for rendering and checking what was found, in multiples of what listening took on this machine now."""
GENERATIONS_MOST, STILL_MOST = 400, 60
PIECE_S = 6.0
SHARES = (1.0, 0.75, 0.5, 0.3)
"""How much of the way that was found on paper is tried in sound."""
VOICE_FREE_DB = 0.7
"""The voice may move against the backing by this much before it costs."""
LINES_MOST = 12


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


def _searched(
    sketch: Sketch, turns: Sequence[Turn], wanted: Portrait, seed: int, until: float, progress: Progress
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


def _cost(sketch: Sketch, turns: Sequence[Turn], wanted: Portrait) -> Callable[[Vector], float]:
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
