"""Engines that work, break as engines do, or break as code does."""

from processing.errors import StudioError


class Working:
    def answer(self) -> str:
        return "done"


class WithoutWeights:
    def __init__(self) -> None:
        raise StudioError("weights.wrong_hash", "The weights are not what they say.")


class Breaking:
    def answer(self) -> str:
        raise StudioError("audio.silent", "There is nothing to hear.")
