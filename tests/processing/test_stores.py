import pytest

from processing.stores import STORES, as_played


def played(lufs: float, peak_dbtp: float) -> dict[str, tuple[float, float, float]]:
    rows = as_played({"integrated_lufs": lufs, "true_peak_dbtp": peak_dbtp})
    return {row.store.key: (row.gain_db, row.loudness_lufs, row.true_peak_dbtp) for row in rows}


def test_a_loud_master_is_turned_down_to_each_target() -> None:
    found = played(-9.0, -1.0)
    for store in STORES:
        wanted = 0.0 if store.target_lufs is None else min(0.0, store.target_lufs + 9.0)
        assert found[store.key] == pytest.approx((wanted, -9.0 + wanted, -1.0 + wanted))


def test_a_quiet_master_is_raised_only_where_and_as_far_as_it_may() -> None:
    found = played(-20.0, -4.0)
    assert found["spotify"] == pytest.approx((3.0, -17.0, -1.0)), "up to the headroom"
    assert found["spotify_loud"] == pytest.approx((9.0, -11.0, -1.0)), "beyond it with a limiter"
    assert found["youtube"][0] == found["tidal"][0] == found["bandcamp"][0] == 0.0


def test_as_the_services_own_page_reckons() -> None:
    found = played(-20.0, -5.0)
    assert found["spotify"][1] == pytest.approx(-16.0) and found["spotify_quiet"][1] == pytest.approx(-19.0)


def test_of_a_loud_master_more_room_is_asked() -> None:
    asked = {
        lufs: next(row.asked_dbtp for row in as_played({"integrated_lufs": lufs, "true_peak_dbtp": -1.1}))
        for lufs in (-14.0, -13.9, -9.0)
    }
    assert asked == {-14.0: -1.0, -13.9: -1.0, -9.0: -2.0}


def test_each_row_says_what_happens_and_where_it_was_read() -> None:
    rows = [row.to_json() for row in as_played({"integrated_lufs": -20.0, "true_peak_dbtp": -1.5})]
    assert len(rows) == len(STORES) and all(row["source"] and row["checked"] and row["words"] for row in rows)
    assert next(row for row in rows if row["store"] == "amazon")["over_asked_db"] == pytest.approx(0.5)
    assert "limiter" in next(row for row in rows if row["store"] == "spotify_loud")["words"]


def test_what_was_never_measured_is_played_nowhere() -> None:
    assert as_played({}) == []
