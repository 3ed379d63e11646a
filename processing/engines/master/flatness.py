"""What the loudness of a master may not do: flatten a song that had life.

At one loudness and one ceiling the distance between the peaks and the loudest moment is nearly settled, and a quieter
master is the only way to more of it. So a little loudness is given up, never more than the gate lets pass.
"""

from processing.dsp.levels import Audio
from processing.dsp.loudness import loudness
from processing.dsp.pathologies.diagnosis import FLAT_LIMIT_DB
from processing.dsp.pathologies.fault import severity, value_at
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.master.caps import WORSE_MOST
from processing.engines.master.loudness_target import Finished

MOST_LU = 0.4
"""The gate lets half a unit pass, and reaching a loudness is exact to a tenth."""
WORTH_LU = 0.05
CODE = "flat_dynamics"


def quieter_by_lu(mix: Audio, done: Finished, sample_rate: int) -> float:
    """How much quieter than `done` a master of `mix` (2, samples) should be, 0 where its peaks stand as far over the
    loudest 3 s as a diagnosis asks, or nearly as far as in the mix."""
    if done.most_limiting_db == 0.0:
        return 0.0
    most = severity(CODE, _peak_over_loudest_db(mix, sample_rate), FLAT_LIMIT_DB) + WORSE_MOST
    missing_lu = value_at(CODE, most, FLAT_LIMIT_DB) - _peak_over_loudest_db(done.audio, sample_rate)
    return min(missing_lu, MOST_LU) if missing_lu > WORTH_LU else 0.0


def held_words(held_lu: float) -> tuple[str, ...]:
    if held_lu == 0.0:
        return ()
    return (f"Loudness: held back by {held_lu:.1f} LU, where the full target would have flattened the song.",)


def _peak_over_loudest_db(audio: Audio, sample_rate: int) -> float:
    return true_peak_dbtp(audio, sample_rate) - loudness(audio, sample_rate).short_term_max_lufs
