"""Who plays in each genre and in which manner; a seed picks one band out of each list."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Player:
    """A chord player: enters when a passage's energy reaches `from_energy`, sits out below it."""

    name: str
    voice: str
    manner: str
    from_energy: float
    pan: float
    level_db: float = 0.0
    space: float = 0.2


@dataclass(frozen=True)
class Style:
    """One genre as this band plays it today."""

    genre: str
    groove: int
    swing: float
    bass_voice: str
    bass_manner: str
    players: tuple[Player, ...]
    lead_voice: str
    pad_voices: tuple[str, str]
    vinyl: bool
    shaker: int


@dataclass(frozen=True)
class Roster:
    """What a genre offers: (voice, manner) pairs for bass, bed (always), second (verse on) and top (chorus)."""

    swing: tuple[float, float]
    basses: tuple[tuple[str, str], ...]
    beds: tuple[tuple[str, str], ...]
    seconds: tuple[tuple[str, str], ...]
    tops: tuple[tuple[str, str], ...]
    leads: tuple[str, ...]
    pads: tuple[tuple[str, str], ...]
    shakers: tuple[int, ...]
    vinyl_chance: float = 0.0


ROSTERS: dict[str, Roster] = {
    "pop": Roster(
        swing=(0.0, 0.06),
        basses=(("bass.finger", "lock"), ("bass.synth", "eighths"), ("bass.pick", "lock"), ("bass.synth", "octaves")),
        beds=(("piano", "block"), ("guitar.acoustic", "strum"), ("guitar.clean", "arpeggio"), ("rhodes", "block")),
        seconds=(("guitar.acoustic", "strum"), ("guitar.muted", "chug"), ("piano", "pulse"), ("pluck", "arpeggio")),
        tops=(("strings", "sustain"), ("guitar.clean", "strum"), ("organ", "sustain"), ("piano", "pulse")),
        leads=("lead.synth", "lead.pluck", "lead.bell", "lead.guitar"),
        pads=(("pad.warm", "pad.bright"), ("pad.warm", "pad.choir")),
        shakers=(82, 70),
    ),
    "hip_hop": Roster(
        swing=(0.14, 0.3),
        basses=(("bass.sub", "sub"), ("bass.upright", "lock"), ("bass.finger", "lock")),
        beds=(("rhodes", "chop"), ("piano", "chop"), ("guitar.clean", "arpeggio"), ("strings", "chop")),
        seconds=(("guitar.muted", "funk"), ("pluck", "arpeggio"), ("organ", "offbeat"), ("guitar.clean", "funk")),
        tops=(("strings", "sustain"), ("piano", "pulse"), ("organ", "sustain")),
        leads=("lead.bell", "lead.flute", "lead.vox", "lead.pluck"),
        pads=(("pad.warm", "pad.choir"), ("pad.warm", "pad.warm")),
        shakers=(70, 82),
        vinyl_chance=0.7,
    ),
    "house": Roster(
        swing=(0.0, 0.12),
        basses=(
            ("bass.synth", "offbeat"),
            ("bass.synth", "octaves"),
            ("bass.sub", "offbeat"),
            ("bass.synth", "gallop"),
        ),
        beds=(("stab", "stab"), ("piano", "stab"), ("organ", "stab"), ("pluck", "arpeggio")),
        seconds=(("pluck", "arpeggio"), ("rhodes", "offbeat"), ("guitar.muted", "funk"), ("stab", "offbeat")),
        tops=(("strings", "sustain"), ("piano", "stab"), ("stab", "pulse")),
        leads=("lead.synth", "lead.vox", "lead.pluck"),
        pads=(("pad.warm", "pad.bright"), ("pad.bright", "pad.bright")),
        shakers=(82, 54),
    ),
    "rock": Roster(
        swing=(0.0, 0.0),
        basses=(("bass.pick", "eighths"), ("bass.pick", "lock"), ("bass.finger", "eighths")),
        beds=(
            ("guitar.clean", "arpeggio"),
            ("guitar.muted", "chug"),
            ("guitar.acoustic", "strum"),
            ("guitar.drive", "chug"),
        ),
        seconds=(("guitar.muted", "chug"), ("organ", "sustain"), ("guitar.acoustic", "strum"), ("piano", "pulse")),
        tops=(("guitar.drive", "power"), ("guitar.drive", "riff")),
        leads=("lead.guitar", "lead.guitar", "lead.synth"),
        pads=(("pad.warm", "pad.warm"), ("pad.warm", "pad.choir")),
        shakers=(54, 82),
    ),
    "rnb": Roster(
        swing=(0.1, 0.24),
        basses=(("bass.finger", "melodic"), ("bass.synth", "lock"), ("bass.sub", "sub"), ("bass.finger", "lock")),
        beds=(("rhodes", "block"), ("rhodes", "chop"), ("piano", "block"), ("organ", "sustain")),
        seconds=(
            ("guitar.muted", "funk"),
            ("guitar.clean", "funk"),
            ("guitar.clean", "arpeggio"),
            ("pluck", "arpeggio"),
        ),
        tops=(("strings", "sustain"), ("organ", "sustain"), ("piano", "pulse")),
        leads=("lead.vox", "lead.bell", "lead.guitar", "lead.flute"),
        pads=(("pad.warm", "pad.choir"), ("pad.warm", "pad.bright")),
        shakers=(70, 82),
    ),
    "lofi": Roster(
        swing=(0.12, 0.28),
        basses=(("bass.upright", "walk"), ("bass.finger", "lock"), ("bass.upright", "lock"), ("bass.sub", "sub")),
        beds=(("rhodes", "block"), ("piano", "roll"), ("guitar.acoustic", "pick"), ("rhodes", "roll")),
        seconds=(
            ("guitar.acoustic", "pick"),
            ("guitar.clean", "arpeggio"),
            ("piano", "roll"),
            ("guitar.acoustic", "strum"),
        ),
        tops=(("strings", "sustain"), ("rhodes", "pulse"), ("guitar.clean", "strum")),
        leads=("lead.flute", "lead.bell", "lead.vox", "lead.guitar"),
        pads=(("pad.warm", "pad.warm"), ("pad.warm", "pad.choir")),
        shakers=(70, 82),
        vinyl_chance=0.85,
    ),
}


def choose_style(genre: str, grooves: int, meter: str, dice: Random) -> Style:
    """Cast one band for a genre (unknown genres play pop); `grooves` is how many the drummer knows for it."""
    genre = genre if genre in ROSTERS else "pop"
    roster = ROSTERS[genre]
    low, high = roster.swing
    # Three eighths to a beat swing by themselves.
    swing = 0.0 if meter == "6/8" else round(dice.uniform(low, high), 3)
    bass_voice, bass_manner = dice.choice(roster.basses)
    if bass_manner == "offbeat" and meter != "4/4":
        # Off the beat all the time needs the even bar of the dance floor to lean against.
        bass_manner = "octaves"
    return Style(
        genre=genre,
        groove=dice.randrange(grooves),
        swing=swing,
        bass_voice=bass_voice,
        bass_manner=bass_manner,
        players=_cast(roster, dice),
        lead_voice=dice.choice(roster.leads),
        pad_voices=dice.choice(roster.pads),
        vinyl=dice.random() < roster.vinyl_chance,
        shaker=dice.choice(roster.shakers),
    )


def _cast(roster: Roster, dice: Random) -> tuple[Player, ...]:
    bed = dice.choice(roster.beds)
    second = dice.choice([pair for pair in roster.seconds if pair[0] != bed[0]])
    tops = [pair for pair in roster.tops if pair[0] not in (bed[0], second[0])]
    top = dice.choice(tops or list(roster.tops))
    side = dice.choice((-1.0, 1.0))
    players = [
        Player("bed", *bed, from_energy=0.0, pan=-0.28 * side),
        Player("second", *second, from_energy=0.44, pan=0.45 * side, level_db=-2.0),
        Player("top", *top, from_energy=0.72, pan=-0.15 * side, level_db=-2.5, space=0.35),
    ]
    if top[0] == "guitar.drive":
        # Two takes of the same wall, hard left and right, as records have it.
        players[2:] = [
            Player("wall left", *top, from_energy=0.72, pan=-0.85, level_db=-2.0, space=0.1),
            Player("wall right", *top, from_energy=0.72, pan=0.85, level_db=-2.0, space=0.1),
        ]
    return tuple(players)
