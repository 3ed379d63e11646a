"""What forms send: moments as people write them."""

import pytest

from projects.errors import StudioError
from projects.views.deeds import moment


@pytest.mark.parametrize(
    ("typed", "at_s"),
    [("", None), (" ", None), ("65", 65.0), ("65,3", 65.3), ("1:05", 65.0), ("1:05.5", 65.5), ("0:00", 0.0)],
)
def test_a_moment_is_typed_in_seconds_or_as_the_player_shows_it(typed: str, at_s: float | None) -> None:
    assert moment(typed, field="at_s") == at_s


@pytest.mark.parametrize("typed", ["soon", "1:2:3", ":5", "1:", "٣", "1e9", "nan", "9" * 9])
def test_anything_else_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(StudioError, match=r"comment\.not_a_time") as caught:
        moment(typed, field="end_s")
    assert caught.value.facts["field"] == "end_s"
