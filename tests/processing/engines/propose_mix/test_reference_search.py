from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from processing.console.settings import ConsoleSettings
from processing.dsp.levels import Audio
from processing.engines.propose_mix import reference_search
from processing.engines.propose_mix.likeness import distance, parts, portrait, powers
from processing.engines.propose_mix.proof import Proof, fails
from processing.engines.propose_mix.reference_search import ReferenceSearch, busiest, heard
from processing.engines.propose_mix.rules import Rules
from processing.engines.propose_mix.sketch import Sketch
from processing.engines.propose_mix.turns import moved, opened, turns_of
from processing.engines.render_mix.console import Console
from processing.errors import StudioError
from tests.processing.engines.band import RATE, band, song

BAND = {name: audio for name, audio in band(4.0, seed=3).items() if name in ("vocal", "drums", "bass", "harmony")}
DARK = song(4.0, seed=9, tilt_db=-2.0, width=0.8)


def propose(reference: Audio | None, monkeypatch: pytest.MonkeyPatch, generations: int = 6) -> dict[str, Any]:
    """A short search that no busy machine cuts off."""
    monkeypatch.setattr(reference_search, "GENERATIONS_MOST", generations)
    engine = ReferenceSearch(budget_s=900.0)
    return engine.propose(BAND, RATE, genre="pop", wishes={}, reference=reference)


@pytest.fixture(scope="module")
def rules() -> ConsoleSettings:
    return ConsoleSettings.from_json(Rules().propose(BAND, RATE, genre="pop", wishes={}))


def measured(settings: ConsoleSettings | dict[str, Any], reference: Audio) -> float:
    document = settings if isinstance(settings, dict) else settings.to_json()
    return distance(heard(Console().render(BAND, RATE, document), RATE), heard(reference, RATE))


def test_a_song_is_like_itself_and_unlike_what_was_bent() -> None:
    here, tilted, wide = (
        portrait(*powers(song(6.0, seed=1, **how), RATE)) for how in ({}, {"tilt_db": -2.0}, {"width": 1.0})
    )
    assert distance(here, here) == 0.0
    assert parts(here, tilted)["tone"] > 1.0 and parts(here, tilted)["width"] < 0.2
    assert parts(here, wide)["width"] > 0.5 > parts(here, wide)["tone"]
    louder = portrait(*powers(song(6.0, seed=1) * np.float32(0.1), RATE))
    assert distance(here, louder) == pytest.approx(0.0, abs=1e-3), "how loud a song is does not count"


def test_what_is_worked_out_on_paper_is_what_is_heard(rules: ConsoleSettings) -> None:
    base = opened(rules)
    turns, random = turns_of(base), np.random.default_rng(5)
    sketch = Sketch(base, BAND, RATE)
    for place in (np.zeros(len(turns)), random.uniform(-1.0, 1.0, len(turns))):
        mid, side, _over_db = sketch.powers({t.knob.path: t.at(x) for t, x in zip(turns, place, strict=True)})
        mix = Console().render(BAND, RATE, moved(base, turns, place).to_json())
        off = parts(portrait(mid, side), portrait(*powers(mix, RATE)))
        assert off["tone"] < 0.25 and off["movement"] < 0.35, off


def test_the_voice_is_weighed_against_the_backing(rules: ConsoleSettings) -> None:
    sketch = Sketch(rules, BAND, RATE)
    level_db = rules.tracks["vocal"].gain_db
    over_db = [sketch.powers({"tracks.vocal.gain_db": level_db + by})[2] for by in (-3.0, 0.0, 3.0)]
    assert np.diff(over_db) == pytest.approx([3.0, 3.0], abs=0.05)


def test_it_beats_the_rules_and_says_what_it_did(rules: ConsoleSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    found = propose(DARK, monkeypatch)
    assert measured(found, DARK) < measured(rules, DARK)
    assert any("closer to it than by the rules" in reason for reason in found["reasons"])
    assert ConsoleSettings.from_json(found).tracks["vocal"].highpass_hz == 90.0, "what is not searched stays"


def test_where_nothing_is_closer_the_rules_stand(rules: ConsoleSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    found = propose(Console().render(BAND, RATE, rules.to_json()), monkeypatch, generations=2)
    assert replace(ConsoleSettings.from_json(found), reasons=()) == replace(rules, reasons=())
    assert "so the rules' console stands" in found["reasons"][-1]


def test_a_mix_that_fails_a_check_is_never_proposed(rules: ConsoleSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    proof = Proof(BAND, busiest(BAND, RATE), RATE, heard(DARK, RATE))
    hot = replace(rules, master=replace(rules.master, ceiling_dbtp=-0.5, loudness_lufs=-8.0))
    assert proof.holds(rules, rules) and not proof.holds(hot, rules)
    assert "true_peak_dbtp" in fails(proof.excerpt_checks(hot))
    drowned = dict(rules.tracks, vocal=replace(rules.tracks["vocal"], gain_db=rules.tracks["vocal"].gain_db - 4.0))
    assert not proof.holds(replace(rules, tracks=drowned), rules), "the voice must stay in its place"
    monkeypatch.setattr(Proof, "holds", lambda *_: False)
    found = propose(DARK, monkeypatch)
    assert replace(ConsoleSettings.from_json(found), reasons=()) == replace(rules, reasons=())


def test_without_a_reference_it_says_what_is_missing() -> None:
    for nothing in (None, np.zeros((2, RATE), np.float32)):
        with pytest.raises(StudioError) as refused:
            ReferenceSearch().propose(BAND, RATE, genre="pop", wishes={}, reference=nothing)
        assert refused.value.code == "mix.no_reference"
