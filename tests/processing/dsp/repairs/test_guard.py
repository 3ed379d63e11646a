"""What counts as help and as harm."""

from dataclasses import replace

import pytest

from processing.dsp.pathologies.fault import Fault
from processing.dsp.repairs.guard import HARM, UNMASKED, helps, most_harm

FAR = Fault("mud", "Mud", 27.9, "dB", 5.0, above=True, found=True, words="")


@pytest.mark.parametrize(("then_db", "counts"), [(27.9, False), (27.3, False), (24.0, True), (7.0, True)])
def test_far_beyond_the_scale_a_clear_move_counts(then_db: float, counts: bool) -> None:
    assert helps(FAR, replace(FAR, value=then_db)) is counts


def test_only_healthy_numbers_may_show_what_damage_hid() -> None:
    assert most_harm("incoherent_highs", 49.0, unmasks=True) == UNMASKED > most_harm("incoherent_highs", 49.0) == HARM
    assert most_harm("incoherent_highs", 51.0, unmasks=True) == HARM
