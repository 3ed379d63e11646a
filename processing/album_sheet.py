"""An album's songs held against each other, and what was brought to the others and waits to be chosen."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from processing.engines.master.family import Family, Heard, family_of, heard_in
from processing.estimate import USUAL_LENGTH_S, Estimate, estimate_of
from processing.models import Run
from processing.pipeline.graph import Node
from processing.shown_runs import ShownRun
from projects.figures import filled
from projects.models import Album, AlbumSong, Asset
from projects.songs import GONE


@dataclass(frozen=True)
class Brought:
    """A master that was made so that a song belongs to its album, not chosen yet."""

    song: AlbumSong
    master: Asset
    before: dict[str, Any]
    after: dict[str, Any]
    words: list[str]


@dataclass(frozen=True)
class Row:
    """One song with its distances from the family; `measures` is empty where its master was never measured."""

    number: int
    song: AlbumSong
    versions: list[Asset]
    measures: dict[str, Any]
    run: ShownRun | None
    suggested_s: float | None

    @property
    def apart(self) -> list[str]:
        return list(self.measures.get("apart", ()))

    @property
    def closed(self) -> bool:
        return self.song.project.state in GONE

    @property
    def at_work(self) -> bool:
        return self.run is not None and self.run.run.state == Run.State.RUNNING

    @property
    def words(self) -> list[str]:
        """In what it stands apart."""
        found, off = [], self.measures.get("loudness_off_lu", 0.0)
        if not self.measures:
            return [_("Its master was never measured. Make it again in its room.")]
        if "loudness" in self.apart:
            words = _("{lu:.1f} LU louder than the others") if off > 0 else _("{lu:.1f} LU quieter than the others")
            found.append(filled(words, lu=abs(off)))
        if "tone" in self.apart:
            found.append(filled(_("its tone is {db:.1f} dB from the others"), db=self.measures["tone_distance_db"]))
        if "peaks" in self.apart:
            found.append(filled(_("peaks up to {db:.1f} dBTP"), db=self.measures["true_peak_dbtp"]))
        return found


class AlbumSheet:
    """All that the page and the API tell of an album, in a fixed number of queries."""

    def __init__(self, album: Album) -> None:
        self.album = album
        rows = album.songs.select_related("project__artist", "master")
        self.songs: list[AlbumSong] = list(rows)

    @cached_property
    def _heard(self) -> dict[int, Heard]:
        found = {song.pk: heard_in(song.master.measures) for song in self.songs}
        return {pk: heard for pk, heard in found.items() if heard is not None}

    @cached_property
    def family(self) -> Family | None:
        return family_of(list(self._heard.values())) if len(self._heard) > 1 else None

    @cached_property
    def rows(self) -> list[Row]:
        measured = self.family or (family_of(list(self._heard.values())) if self._heard else None)
        suggested = dict(zip((song.pk for song in self.songs), self._suggested_s, strict=False))
        return [
            Row(
                number,
                song,
                self._masters.get(song.project_id, []),
                measured.measures(self._heard[song.pk]) if measured and song.pk in self._heard else {},
                self._newest.get(song.project_id),
                suggested.get(song.pk),
            )
            for number, song in enumerate(self.songs, 1)
        ]

    @cached_property
    def _masters(self) -> dict[Any, list[Asset]]:
        """What could stand in place of each song's master, the newest first."""
        songs = [song.project_id for song in self.songs]
        found: dict[Any, list[Asset]] = {}
        for asset in Asset.objects.filter(kind=Asset.Kind.MASTER, project__in=songs, removed_at=None).only(
            "project", "kind", "version", "created_at"
        ):
            found.setdefault(asset.project_id, []).append(asset)
        return found

    @cached_property
    def apart(self) -> list[Row]:
        """Those that can be brought to the others now."""
        if self.family is None:
            return []
        return [row for row in self.rows if row.apart and not row.closed and not row.at_work]

    @cached_property
    def is_family(self) -> bool:
        return self.family is not None and not any(row.apart or not row.measures for row in self.rows)

    @cached_property
    def _runs(self) -> list[Run]:
        of_ours = {"params__album": str(self.album.pk), "project__artist": self.album.artist_id}
        rows = Run.objects.filter(recipe__in=("bring_in", "sequence"), **of_ours).select_related("project", "by")
        return list(rows.prefetch_related("stages__outputs__asset").order_by("-pk")[:100])

    @cached_property
    def _newest(self) -> dict[Any, ShownRun]:
        """The newest run that brought each song in, by song."""
        found: dict[Any, ShownRun] = {}
        for run in self._runs:
            if run.recipe == "bring_in":
                found.setdefault(run.project_id, ShownRun.whole(run))
        return found

    @cached_property
    def brought(self) -> list[Brought]:
        """New masters that wait for somebody to take them."""
        found = []
        for song in self.songs:
            shown = self._newest.get(song.project_id)
            stage = shown.stages[0].stage if shown and shown.stages else None
            if stage is None or not stage.result or stage.inputs.get("master") != [str(song.master_id)]:
                continue
            for output in stage.outputs.all():
                result = stage.result
                if output.asset_id != song.master_id:
                    found.append(Brought(song, output.asset, result["before"], result["after"], result["words"]))
        return found

    @property
    def at_work(self) -> list[ShownRun]:
        """What runs, and of the newest ones what went wrong."""
        newest = [*self._newest.values(), *map(ShownRun.whole, self._writings[:1])]
        return [shown for shown in newest if shown.run.state != Run.State.DONE]

    @property
    def is_busy(self) -> bool:
        return any(shown.run.state == Run.State.RUNNING for shown in self.at_work)

    @cached_property
    def _writings(self) -> list[Run]:
        """Runs that put the album in one file, the newest first."""
        return [run for run in self._runs if run.recipe == "sequence"]

    @cached_property
    def _written(self) -> Run | None:
        """The newest that is done."""
        return next((run for run in self._writings if run.state == Run.State.DONE), None)

    @cached_property
    def file(self) -> Asset | None:
        """The newest file of the whole album."""
        made = [out.asset for run in self._writings for stage in run.stages.all() for out in stage.outputs.all()]
        return made[0] if made and made[0].removed_at is None else None

    @property
    def is_stale(self) -> bool:
        """Whether the file was written from other masters, another order or other gaps."""
        return self._written is not None and not asked_of(self.songs).items() <= self._written.params.items()

    @property
    def _suggested_s(self) -> list[float]:
        """What the ends of the songs suggested the last time, where the order is still the same."""
        same = self._written is not None and self._written.params.get("masters") == asked_of(self.songs)["masters"]
        return list(self.file.measures.get("suggested_s", ())) if same and self.file else []

    def estimate(self) -> Estimate | None:
        """What bringing them together takes."""
        nodes = [Node(f"master-{row.number}", "bring_in") for row in self.apart]
        lengths = [song.master.duration_s for song in self.songs if song.master.duration_s]
        return estimate_of(nodes, sum(lengths) / len(lengths) if lengths else USUAL_LENGTH_S) if nodes else None


def asked_of(songs: list[AlbumSong]) -> dict[str, Any]:
    """What the file of the album is written from, as its run is told."""
    return {"masters": [str(song.master_id) for song in songs], "gaps_s": [song.gap_s for song in songs[:-1]]}
