"""The default mixing engineer: rules over what is measured in the tracks, each decision with its reason in words."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from processing.console.settings import ConsoleSettings, SideChain, TrackSettings, Unmasking
from processing.dsp.dynamic_eq import audibility
from processing.dsp.levels import Audio, db_to_gain
from processing.dsp.loudness import SILENCE_LUFS
from processing.dsp.sidechain import clash
from processing.engines.contracts import Progress, silent
from processing.engines.propose_mix import balance, room
from processing.engines.propose_mix.genres import Genre, genre_of
from processing.engines.propose_mix.listening import Heard, hear, sampled_lufs
from processing.engines.propose_mix.roles import is_kick, is_whole_beat, other_side, role_of, side_of
from processing.engines.propose_mix.strips import strip
from processing.engines.propose_mix.wishes import Wishes
from processing.engines.render_mix.strip import check_rate
from processing.errors import StudioError

CLASH_FROM = 0.25
DEEP_CLASH = 0.6
UNMASKED = ("harmony", "lead", "texture", "instrumental")
UNMASK_STEPS = ((0.45, 5.0), (0.55, 4.0), (0.65, 3.0), (0.75, 2.0))
"""Depth of stepping back (dB) by how audible the voice is; above the last step 1 dB."""
PAIR_PAN = 0.7
FADER_RANGE_DB = (-48.0, 24.0)


class Rules:
    """Implements `contracts.MixProposer`."""

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
        """Return a ConsoleSettings document with `reasons`. Tracks are told apart by their names (roles.role_of).

        Raises StudioError `mix.no_tracks`, `mix.all_silent`, `mix.rate_too_low`, `mix.wish_unknown`,
        `mix.wish_out_of_range`.
        """
        session = _Session(tracks, sample_rate, genre_of(genre), Wishes.read(wishes))
        session.strips()
        session.backing_faders()
        session.kick_and_bass()
        session.voice_on_top()
        session.common_level()
        spaces, sends = room.spaces(session.roles, session.genre, session.wishes, session.reasons)
        settings = ConsoleSettings(
            genre=genre,
            tracks={n: replace(t, sends_db=sends.get(n, {})) for n, t in session.settings.items()},
            spaces=spaces,
            master=room.master(session.genre, session.wishes, session.reasons),
            reasons=tuple(session.reasons),
        )
        settings.check_routing()
        return settings.to_json()


class _Session:
    """One proposal on its way: what was heard, and the settings so far."""

    def __init__(self, tracks: Mapping[str, Audio], sample_rate: int, genre: Genre, wishes: Wishes) -> None:
        if not tracks:
            raise StudioError("mix.no_tracks", "There is nothing to mix: give at least one track.")
        check_rate(sample_rate)
        self.tracks, self.sample_rate, self.genre, self.wishes = tracks, sample_rate, genre, wishes
        self.reasons: list[str] = []
        self.full_lufs = {n: sampled_lufs(audio, sample_rate) for n, audio in tracks.items()}
        if all(lufs <= SILENCE_LUFS for lufs in self.full_lufs.values()):
            raise StudioError("mix.all_silent", "Every track is silent. Check what was recorded or uploaded.")
        self.roles = {name: role_of(name) for name in tracks}
        self.voices = balance.voices_of(self.roles, self.full_lufs)
        self.voice = self.voices[0] if self.voices else None
        self.backing = [n for n in tracks if n not in self.voices]
        if len(self.backing) == 1 and self.voices and is_whole_beat(self.backing[0]):
            self.roles[self.backing[0]] = "instrumental"
        leading = self.voices or [max(tracks, key=self.full_lufs.__getitem__)]
        self.stage, self.singing = balance.set_up(tracks, leading, sample_rate)
        self.heard: dict[str, Heard] = {
            n: hear(audio, sample_rate, full_lufs=self.full_lufs[n], voice=n in self.voices)
            for n, audio in self.stage.tracks.items()
        }
        self.settings: dict[str, TrackSettings] = {}
        self.moves: dict[str, float] = {}
        self.out: dict[str, Audio] = {}

    def say(self, name: str, words: str) -> None:
        self.reasons.append(f"{name.replace('_', ' ').capitalize()}: {words}.")

    def strips(self) -> None:
        for name, role in self.roles.items():
            if self.heard[name].silent:
                self.settings[name] = TrackSettings()
                self.say(name, "left alone, it is silent")
                continue
            self.settings[name] = strip(role, self.heard[name], self.genre, self.wishes, partial(self.say, name))
            self._to_its_side(name)
        self.out = balance.before_keys(self.stage, self.settings)

    def _to_its_side(self, name: str) -> None:
        """One of a pair of mono tracks that are called left and right."""
        left, right = self.stage.tracks[name]
        if other_side(name, self.tracks) is not None and np.array_equal(left, right):
            self.settings[name] = replace(self.settings[name], pan=PAIR_PAN * side_of(name))
            self.say(name, f"pan {PAIR_PAN * side_of(name):+g}: it is one of a pair by its name")

    def backing_faders(self) -> None:
        backing_roles = {n: self.roles[n] for n in self.backing}
        self.moves = balance.backing_moves(backing_roles, self.heard, self.genre, self.wishes.energy)
        self.moves |= balance.voice_moves(self.voices, self.heard)
        for name, move_db in self.moves.items():
            track = self.settings[name]
            level = balance.fader_db(self.heard[name], self.out[name], move_db, track.trim_db, self.sample_rate)
            self.settings[name] = replace(track, gain_db=level)
            if move_db and name in self.voices:
                self.say(name, f"{move_db:+.1f} dB against its delivered level, beside the leading voice")
            elif move_db:
                self.say(name, f"{move_db:+.1f} dB against its delivered balance, which was far from the genre's")

    def kick_and_bass(self) -> None:
        drums = next((n for n in self.backing if is_kick(n)), None)
        drums = drums or next((n for n in self.backing if self.roles[n] == "drums"), None)
        bass = next((n for n in self.backing if self.roles[n] == "bass"), None)
        if drums is None or bass is None or self.heard[drums].silent or self.heard[bass].silent:
            return
        share = clash(self._at_fader(drums), self._at_fader(bass), self.sample_rate)
        if share < CLASH_FROM:
            self.say(bass, f"no side-chain: it covers only {share:.0%} of the kicks")
            return
        depth = self.genre.duck_db + (3.0 if share > DEEP_CLASH else 0.0)
        self.settings[bass] = replace(self.settings[bass], sidechain=SideChain(drums, depth))
        self.say(bass, f"ducked by {depth:g} dB under the kick: it covers {share:.0%} of the kicks")

    def _at_fader(self, name: str) -> Audio:
        return self.out[name] * np.float32(db_to_gain(self.settings[name].gain_db))

    def voice_on_top(self) -> None:
        if self.voice is None:
            return
        target_lu = self.genre.vocal_lu + self.wishes.vocal_db
        if not any(not self.heard[n].silent for n in self.backing):
            self.say(self.voice, "sings alone, its level is the mix's")
            return
        self._voice_fader(target_lu)
        heard = audibility(self._voices_here(), self._backing_here(), self.sample_rate)
        depth = next((depth for below, depth in UNMASK_STEPS if heard < below), 1.0)
        for name in self.backing:
            if self.roles[name] in UNMASKED and not self.heard[name].silent:
                self.settings[name] = replace(self.settings[name], unmasking=Unmasking(self.voice, depth))
                self.say(
                    name, f"steps back by up to {depth:g} dB under the voice, whose audibility is {heard:.2f} of 1"
                )
        # Stepping back lowers the backing: put the voice on its target again.
        self._voice_fader(target_lu)
        self.say(self.voice, f"{target_lu:+.1f} LU over the backing while singing, as the genre and the wishes ask")

    def _voice_fader(self, target_lu: float) -> None:
        """What the strips change is measured on the excerpt, the levels themselves over the whole song."""
        over_lu = self._delivered_over_lu + self.stage.lufs(self._voices_here()) - self.stage.lufs(self._backing_here())
        for name in self.voices:
            track = self.settings[name]
            self.settings[name] = replace(track, gain_db=track.gain_db + target_lu - over_lu)

    @cached_property
    def _delivered_over_lu(self) -> float:
        moved = [{n: self.moves[n] for n in names} for names in (self.voices, self.backing)]
        return balance.delivered_over_lu(self.tracks, self.singing, self.stage, *moved)

    def _voices_here(self) -> Audio:
        return balance.sum_at_faders(self.stage, self.out, self.settings, self.voices)

    def _backing_here(self) -> Audio:
        return balance.sum_at_faders(self.stage, self.out, self.settings, self.backing)

    def common_level(self) -> None:
        """Faders read well when the loudest backing track stands at 0 dB; their distances are what matters."""
        sounding_here = [n for n in self.settings if not self.heard[n].silent]
        names = [n for n in sounding_here if n in self.backing] or sounding_here
        top = max(self.settings[n].gain_db for n in names)
        for name in sounding_here:
            level = float(np.clip(self.settings[name].gain_db - top, *FADER_RANGE_DB))
            self.settings[name] = replace(self.settings[name], gain_db=round(level, 1))
