"""Title card and lyric lines over the pictures: drawn once when they come, faded in and out, inside the safe area."""

from collections.abc import Sequence

from processing.engines.contracts import SongPlan, VideoParams
from processing.engines.edit_video.captions import Caption, title_end_s
from processing.engines.edit_video.film import Film, Strip
from processing.engines.edit_video.lettering import Place, strip

INK = (235, 126, 130)
"""Paper white in Y, U, V."""
FADE_S = 0.18
TITLE_FADE_S = 0.6


def places(width: int, height: int) -> tuple[Place, Place, Place]:
    """Where title, artist and lyric lines stand. Upright clips keep clear of the buttons that apps lay over them."""
    if height > width:
        return (
            Place(0.82, y=0.36, size=0.105, lines=3),
            Place(0.8, y=0.47, size=0.042),
            Place(0.8, bottom=0.76, size=0.066, lines=4),
        )
    return Place(0.8, y=0.42, size=0.12), Place(0.7, y=0.56, size=0.042), Place(0.74, bottom=0.91, size=0.06, lines=3)


class Titles:
    def __init__(self, plan: SongPlan, params: VideoParams, lines: Sequence[Caption], duration_s: float) -> None:
        self._frame = (params.width, params.height)
        title, artist, self._line_place = places(params.width, params.height)
        self._title_end_s = title_end_s(lines, duration_s)
        self._card = [strip(plan.title, self._frame, title), strip(params.artist.upper(), self._frame, artist)]
        self._lines = list(lines)
        self._drawn: tuple[str, Strip | None] = ("", None)

    def lay(self, film: Film, t_s: float) -> None:
        """Lay whatever is to be read at `t_s` over the developed frame."""
        if t_s < self._title_end_s:
            for words in self._card:
                _lay(film, words, _opacity(t_s, 0.25, self._title_end_s, TITLE_FADE_S))
        while self._lines and t_s >= self._lines[0].end_s:
            self._lines.pop(0)
        if self._lines and t_s >= self._lines[0].start_s:
            line = self._lines[0]
            _lay(film, self._strip(line.text), _opacity(t_s, line.start_s, line.end_s, FADE_S))

    def _strip(self, text: str) -> Strip | None:
        if self._drawn[0] != text:
            self._drawn = (text, strip(text, self._frame, self._line_place))
        return self._drawn[1]


def _lay(film: Film, words: Strip | None, opacity: float) -> None:
    if words is not None and opacity > 0.01:
        film.letter(words, INK, opacity)


def _opacity(t_s: float, start_s: float, end_s: float, fade_s: float) -> float:
    share = min((t_s - start_s) / fade_s, (end_s - t_s) / fade_s, 1.0)
    return float(max(share, 0.0) ** 0.8)
