"""Names that strangers give to their tracks."""

import pytest

from processing.engines.propose_mix.roles import is_kick, is_main, other_side, part_lu, role_of, side_of

NAMES = {
    "vocal": ["Lead Vocals", "LeadVox", "vox1", "Voz", "Rap", "02 - Vocal Take 3"],
    "drums": [
        "drums",
        "Kick In",
        "808 Kick",
        "Hats",
        "OH L",
        "Snare Top",
        "Trap Drums",
        "Bass Drum",
        "batería",
        "Beat",
    ],
    "bass": ["sub bass", "808", "808sub", "Bajo", "Synth Bass", "02-Bass DI"],
    "harmony": [
        "other",
        "Gtr L",
        "Strings",
        "Backing Vox",
        "BGV 1",
        "Lead Vocal Dbl",
        "Choir",
        "Backing Guitar",
        "trap",
    ],
    "lead": ["Lead Gtr", "melody", "Solo"],
    "texture": ["pads", "FX", "Synth Pad", "atmosphere"],
    "instrumental": [
        "instrumental",
        "no_vocals",
        "No Vocals",
        "novocals",
        "song (minus vox)",
        "Backing Track",
        "Music",
    ],
}


@pytest.mark.parametrize(("name", "role"), [(name, role) for role, names in NAMES.items() for name in names])
def test_roles_are_read_from_names(name: str, role: str) -> None:
    assert role_of(name) == role


@pytest.mark.parametrize("name", ["Single Coil", "wrap", "Crossing", "Grapes", "", "12"])
def test_a_voice_is_not_heard_in_the_middle_of_another_word(name: str) -> None:
    assert role_of(name) == "harmony"


def test_sides_kicks_and_the_voice_that_leads() -> None:
    assert [side_of(name) for name in ("Gtr L", "GtrR", "Gtr_Left", "Guitar", "L")] == [-1, 1, -1, 0, 0]
    assert other_side("Gtr L", ["Gtr L", "Gtr R", "Keys R"]) == "Gtr R"
    assert other_side("Gtr L", ["Gtr L", "Keys R"]) is None
    assert is_kick("Kick In") and is_kick("BD") and not is_kick("Hats")
    assert is_main("Lead Vox") and not is_main("Vox 2")
    assert part_lu("Hats") < part_lu("Toms") < part_lu("Kick") == part_lu("Keys") == 0.0
