"""A progress bar per stage on a terminal, one plain line per stage elsewhere."""

from typing import Any, Self, TextIO

from tqdm import tqdm

from processing.models import Stage
from processing.signals import stage_told


class Bars:
    """Use as a context manager and hand `watch` to the production."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self._bar: tqdm[Any] | None = None
        self._stage: int | None = None

    def __enter__(self) -> Self:
        stage_told.connect(self._told)
        return self

    def __exit__(self, *_: object) -> None:
        stage_told.disconnect(self._told)
        self._close()

    def watch(self, stage: Stage) -> None:
        """A stage is about to start."""
        self._close()
        name = f"{stage.run.recipe}: {stage.name}"
        if not self.out.isatty():
            self.out.write(f"{name}\n")
            return
        self._stage = stage.pk
        self._bar = tqdm(total=100, desc=f"{name:<28}", file=self.out, bar_format="{desc}{bar}{n:3.0f} % {postfix}")

    def _told(self, stage: Stage, **_: Any) -> None:
        if self._bar is None or stage.pk != self._stage:
            return
        self._bar.n = round(stage.progress * 100)
        self._bar.set_postfix_str(stage.message)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.n = 100
            self._bar.set_postfix_str("")
            self._bar.close()
            self._bar = None
