"""How streaming services will play a master: who turns it down, who turns it up, and what comes out.

The services change this without notice. Only rows that name the service's `own_page` were read there; another target is
known from an excerpt of somebody's comparison, which `target_from` names; what is not in it (who turns quiet songs up,
which peak is asked for) is common knowledge. Read the services' pages before relying on a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.figures import figure

CHECKED = "2026-11-29"
"""The day on which pages and excerpts were read."""
COMPARED, BARN = "velveteen.fm", "backinthebarnproductions.com"
SPOTIFY = "support.spotify.com"
NORMAL_LUFS = -14.0
"""Masters louder than this are told to leave more room for the encoder."""
ABOUT_LU = 0.3
"""A master made for -14 may measure a little above and is still no loud one."""
SCALE_LUFS = (-24.0, -6.0)
"""What the picture spans."""


@dataclass(frozen=True)
class Store:
    """`target_lufs` None: it plays what it gets. Quiet songs are raised where `raises`, up to `headroom_dbtp`, or
    beyond with a limiter of the service where `limits`. `ask_dbtp`: the peak it asks for, `ask_loud_dbtp` of masters
    louder than its normal target."""

    key: str
    name: str
    target_lufs: float | None
    raises: bool
    limits: bool
    headroom_dbtp: float
    ask_dbtp: float
    note: Promise
    target_from: str = ""
    own_page: str = ""
    ask_loud_dbtp: float | None = None
    checked: str = CHECKED

    @property
    def known_from(self) -> str:
        """What was really read for this row."""
        if self.own_page:
            return _("As its own help page says ({site}).").format(site=self.own_page)
        if not self.target_from:
            return _("Nothing was read; common knowledge.")
        return _("Target as an excerpt of {site} has it.").format(site=self.target_from)

    def asked_dbtp(self, lufs: float) -> float:
        """The peak it asks for of a master this loud."""
        if self.ask_loud_dbtp is not None and lufs > NORMAL_LUFS + ABOUT_LU:
            return self.ask_loud_dbtp
        return self.ask_dbtp


STORES = (
    Store("spotify", "Spotify", -14.0, True, False, -1.0, -1.0,
          gettext_lazy("Normal setting; by album when an album is played."),
          own_page=SPOTIFY, ask_loud_dbtp=-2.0),
    Store("spotify_loud", "Spotify (Loud)", -11.0, True, True, -1.0, -1.0,
          gettext_lazy("A listener's setting; a limiter holds the peaks."),
          own_page=SPOTIFY, ask_loud_dbtp=-2.0),
    Store("spotify_quiet", "Spotify (Quiet)", -19.0, True, False, -1.0, -1.0,
          gettext_lazy("A listener's setting for quiet surroundings."),
          own_page=SPOTIFY, ask_loud_dbtp=-2.0),
    Store("apple", "Apple Music", -16.0, True, False, -1.0, -1.0,
          gettext_lazy("With Sound Check, which many leave off; by album when an album is played."),
          COMPARED),
    Store("youtube", "YouTube", -14.0, False, False, -1.0, -1.0,
          gettext_lazy("Loud songs are turned down, quiet ones stay."), COMPARED),
    Store("tidal", "TIDAL", -14.0, False, False, -1.0, -1.0,
          gettext_lazy("By album, also in playlists."), COMPARED),
    Store("amazon", "Amazon Music", -14.0, False, False, -2.0, -2.0,
          gettext_lazy("Asks for peaks at or below -2 dBTP."), COMPARED),
    Store("deezer", "Deezer", -15.0, False, False, -1.0, -1.0,
          gettext_lazy("Loud songs are turned down, quiet ones stay."),
          BARN),
    Store("soundcloud", "SoundCloud", None, False, False, 0.0, -1.0,
          gettext_lazy("Plays the file as loud as it is; the comparison at velveteen.fm says -14 LUFS.")),
    Store("bandcamp", "Bandcamp", None, False, False, 0.0, -1.0,
          gettext_lazy("Plays the file as loud as it is.")),
)  # fmt: skip


@dataclass(frozen=True)
class Played:
    """One service with this master: the gain it applies and what listeners get."""

    store: Store
    gain_db: float
    limited_db: float
    loudness_lufs: float
    true_peak_dbtp: float
    asked_dbtp: float
    over_asked_db: float

    @property
    def words(self) -> str:
        if self.store.target_lufs is None:
            return _("is played as it is")
        if self.limited_db > 0.05:
            words = _("is turned up by {gain} dB, its limiter takes {limited} dB off the peaks")
            return words.format(gain=figure(self.gain_db, ".1f"), limited=figure(self.limited_db, ".1f"))
        if self.gain_db < -0.05:
            return _("is turned down by {gain} dB").format(gain=figure(-self.gain_db, ".1f"))
        if self.gain_db > 0.05:
            return _("is turned up by {gain} dB").format(gain=figure(self.gain_db, ".1f"))
        return _("is played as it is")

    @property
    def asks_less(self) -> bool:
        return self.over_asked_db > 0.005

    @property
    def at(self) -> float:
        """Place of the loudness in the picture, 0 to 100."""
        low, high = SCALE_LUFS
        return round(min(max((self.loudness_lufs - low) / (high - low), 0.0), 1.0) * 100.0, 1)

    def to_json(self) -> dict[str, Any]:
        told = {"words": self.words, "note": str(self.store.note), "source": self.store.known_from}
        return {**self.figures(), **told, "checked": self.store.checked}

    def figures(self) -> dict[str, Any]:
        """Without the sentences, for who says them in the reader's language."""
        return {
            "store": self.store.key,
            "name": self.store.name,
            "target_lufs": self.store.target_lufs,
            "gain_db": round(self.gain_db, 2),
            "limited_db": round(self.limited_db, 2),
            "loudness_lufs": round(self.loudness_lufs, 2),
            "true_peak_dbtp": round(self.true_peak_dbtp, 2),
            "asked_dbtp": self.asked_dbtp,
            "over_asked_db": round(self.over_asked_db, 2),
        }


def as_played(measures: Mapping[str, Any]) -> list[Played]:
    """What every service makes of a master with these measures; empty when it has not been measured."""
    lufs, peak_dbtp = measures.get("integrated_lufs"), measures.get("true_peak_dbtp")
    if lufs is None or peak_dbtp is None:
        return []
    return [_played(store, float(lufs), float(peak_dbtp)) for store in STORES]


def _played(store: Store, lufs: float, peak_dbtp: float) -> Played:
    wanted_db = 0.0 if store.target_lufs is None else store.target_lufs - lufs
    room_db = max(0.0, store.headroom_dbtp - peak_dbtp)
    gain_db = wanted_db
    if wanted_db > 0.0 and not store.raises:
        gain_db = 0.0
    elif wanted_db > 0.0 and not store.limits:
        gain_db = min(wanted_db, room_db)
    limited_db = max(0.0, gain_db - room_db) if store.limits else 0.0
    peak = peak_dbtp + gain_db - limited_db
    asked_dbtp = store.asked_dbtp(lufs)
    return Played(store, gain_db, limited_db, lufs + gain_db, peak, asked_dbtp, max(0.0, peak_dbtp - asked_dbtp))
