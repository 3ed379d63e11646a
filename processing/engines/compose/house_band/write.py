"""The house band writes: from a song plan and a seed to a whole score. Pure, and the same for the same seed."""

from collections.abc import Sequence
from random import Random

from processing.engines.compose.house_band import bass, comping, drums, fit, hook, texture
from processing.engines.compose.house_band.arrangement import mood_of, passages_of, sung_spans
from processing.engines.compose.house_band.chart import Change, Chart, Grid, Passage, Stroke
from processing.engines.compose.house_band.grooves import grooves_for
from processing.engines.compose.house_band.harmony import (
    Numerals,
    Taste,
    coloured,
    lay_progressions,
    numeral_line,
)
from processing.engines.compose.house_band.humanise import HANDS, Hands, play
from processing.engines.compose.house_band.score import Chord, Dynamics, Part, Score
from processing.engines.compose.house_band.style import Style, choose_style
from processing.engines.compose.house_band.theory import read_key
from processing.engines.contracts import METERS, SongPlan
from processing.errors import StudioError

SLOWEST_BPM, FASTEST_BPM = 30.0, 300.0


def write(plan: SongPlan, *, seed: int, band_seed: int | None = None) -> Score:
    """The score of a plan; with a `band_seed`, that seed's band, groove and chords in another performance.

    Raises StudioError `plan.no_sections`, `plan.key_unknown`, `plan.meter_unknown`, `plan.bpm_out_of_range`.
    """
    _check(plan)
    key, passages = read_key(plan.key), passages_of(plan)
    cast = seed if band_seed is None else band_seed
    style = choose_style(
        plan.genre, len(grooves_for(plan.genre, plan.meter)), plan.meter, Random(f"{cast}/{plan.genre}/style")
    )
    grid = Grid(plan.bpm, plan.meter, style.swing)
    bars, facts = _harmonise(plan, passages, grid, Taste(style.genre, key.mode, mood_of(plan.mood)[0]), cast)
    chart = Chart(
        seed=seed,
        grid=grid,
        key=key,
        style=style,
        passages=passages,
        bars=bars,
        sung_spans=sung_spans(plan),
        duration_s=max(plan.duration_s, passages[-1].end_bar * grid.bar_s),
    )
    return _score(chart, facts)


def _check(plan: SongPlan) -> None:
    if plan.meter not in METERS:
        raise StudioError(
            "plan.meter_unknown", f"The band plays {', '.join(METERS)}; “{plan.meter[:20]}” is not among them."
        )
    if not SLOWEST_BPM <= plan.bpm <= FASTEST_BPM:
        raise StudioError("plan.bpm_out_of_range", "Give a tempo between 30 and 300 beats a minute.", bpm=plan.bpm)


def _harmonise(
    plan: SongPlan, passages: Sequence[Passage], grid: Grid, taste: Taste, seed: int
) -> tuple[tuple[tuple[Change, ...], ...], dict[str, object]]:
    """Changes for every bar and what to tell about them; with a voice, its notes lead."""
    key = read_key(plan.key)
    numerals, _ = lay_progressions(passages, grid, taste, Random(f"{seed}/{taste.genre}/progressions"))
    colour_dice = Random(f"{seed}/{taste.genre}/colours")
    if not plan.sung_notes:
        return coloured(numerals, grid, key, taste.genre, colour_dice), _progression_facts(numerals, passages)
    voice = fit.Voice(plan.sung_notes, plan.tuning_cents)
    fitted = fit.fit_voice(voice, numerals, grid, key)
    bars = fit.without_rubs(voice, coloured(fitted.bars, grid, key, taste.genre, colour_dice), grid, key)
    facts = _progression_facts(fitted.bars, passages) | {
        "chord_tone_share": round(fit.chord_tone_share(voice, bars, grid, triads_only=True), 4),
        "chord_tone_share_with_colours": round(fit.chord_tone_share(voice, bars, grid, triads_only=False), 4),
        "loop_baseline": round(fitted.loop_share, 4),
    }
    return bars, facts


def _progression_facts(numerals: Numerals, passages: Sequence[Passage]) -> dict[str, object]:
    lines = [
        {"label": passage.label, "numerals": numeral_line(numerals, passage.first_bar, passage.end_bar)}
        for passage in passages
    ]
    return {"progressions": lines}


def _score(chart: Chart, facts: dict[str, object]) -> Score:
    grid, bars = chart.grid, len(chart.bars)
    beats = range(bars * METERS[grid.meter])
    return Score(
        genre=chart.style.genre,
        bpm=grid.bpm,
        meter=grid.meter,
        key=chart.key.name,
        duration_s=chart.duration_s,
        parts=_parts(chart),
        chords=tuple(_chord(grid, change) for bar in chart.bars for change in bar),
        dynamics=tuple(_dynamics(grid, passage) for passage in chart.passages),
        beats_s=tuple(grid.time_s(0, beat * grid.steps_per_beat) for beat in beats),
        downbeats_s=tuple(grid.time_s(bar, 0) for bar in range(bars)),
        swing=chart.style.swing,
        facts={**facts, "groove": drums.groove_of(chart).name, "swing": chart.style.swing, **_cast(chart.style)},
    )


def _cast(style: Style) -> dict[str, object]:
    return {
        "bass": f"{style.bass_voice} {style.bass_manner}",
        "players": [f"{player.voice} {player.manner}" for player in style.players],
        "lead": style.lead_voice,
    }


def _parts(chart: Chart) -> tuple[Part, ...]:
    style = chart.style
    lead = play(chart, "hook", HANDS["lead"], hook.write_hook(chart))
    parts = [
        _part(chart, "drums", f"kit.{style.genre}", drums.write_drums(chart), space=0.12),
        _part(chart, "drums", "perc", drums.write_percussion(chart), name="percussion", pan=0.3, hands=HANDS["perc"]),
        _part(chart, "bass", style.bass_voice, bass.write_bass(chart), space=0.03),
        *(_player_parts(chart)),
        Part("hook", "lead", style.lead_voice, lead, pan=0.1, space=0.35,
             bends=hook.bends(chart, [(n.start_s, n.start_s + n.duration_s, n.velocity) for n in lead])),
        _part(chart, "texture", style.pad_voices[0], texture.write_pad(chart, big=False), name="pad", space=0.45),
        _part(chart, "texture", style.pad_voices[1], texture.write_pad(chart, big=True), name="big pad", space=0.45),
        _part(chart, "texture", "vinyl", texture.write_vinyl(chart), space=0.0),
        *(_part(chart, "texture", voice, strokes) for voice, strokes in texture.write_risers(chart).items()),
    ]  # fmt: skip
    return tuple(part for part in parts if part.notes)


def _player_parts(chart: Chart) -> list[Part]:
    return [
        Part(
            player.name,
            "harmony",
            player.voice,
            play(chart, player.name, HANDS["harmony"], comping.write_player(chart, player)),
            pan=player.pan,
            level_db=player.level_db,
            space=player.space,
        )
        for player in chart.style.players
    ]


def _part(
    chart: Chart,
    stem: str,
    voice: str,
    strokes: Sequence[Stroke],
    *,
    name: str = "",
    pan: float = 0.0,
    space: float = 0.2,
    hands: Hands | None = None,
) -> Part:
    name = name or (stem if stem in ("drums", "bass") else voice)
    return Part(name, stem, voice, play(chart, name, hands or HANDS[stem], strokes), pan=pan, space=space)


def _chord(grid: Grid, change: Change) -> Chord:
    start = grid.time_s(change.bar, change.step)
    symbol = change.symbol
    return Chord(start, start + change.steps * grid.step_s, symbol.root, symbol.intervals, symbol.name)


def _dynamics(grid: Grid, passage: Passage) -> Dynamics:
    start, end = grid.time_s(passage.first_bar, 0), grid.time_s(passage.end_bar, 0)
    return Dynamics(start, end, passage.kind, passage.level_db, passage.brightness)
