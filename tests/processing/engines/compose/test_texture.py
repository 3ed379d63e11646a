from processing.engines.compose.house_band.texture import write_pad, write_risers, write_vinyl
from tests.processing.engines.compose.songs import chart, plan


def test_soft_and_big_pads_take_turns():
    sheet = chart(plan())
    soft, big = ({s.bar for s in write_pad(sheet, big=flag)} for flag in (False, True))
    assert soft | big == set(range(len(sheet.bars)))
    assert soft & big <= set(range(sheet.passages[-1].first_bar, len(sheet.bars)))


def test_risers_end_where_the_song_lifts_and_impacts_fall_there():
    sheet = chart(plan("house"))
    heard = write_risers(sheet)
    ends = {s.bar + s.steps / sheet.grid.steps_per_bar for s in heard["riser"]}
    lifts = {
        b.first_bar for a, b in zip(sheet.passages, sheet.passages[1:], strict=False) if b.energy - a.energy > 0.12
    }
    assert ends == lifts
    assert lifts <= {s.bar for s in heard["impact"]}


def test_every_border_is_marked_once_or_more():
    sheet = chart(plan())
    heard = write_risers(sheet)
    marked = {s.bar for s in heard["impact"]} | {s.bar + 1 for s in heard["reverse"]}
    assert {p.first_bar for p in sheet.passages[1:]} <= marked


def test_vinyl_turns_through_the_whole_song_or_not_at_all():
    on, off = chart(plan("lofi"), vinyl=True), chart(plan("lofi"), vinyl=False)
    assert sum(s.steps for s in write_vinyl(on)) == len(on.bars) * on.grid.steps_per_bar
    assert write_vinyl(off) == []
