"""What a program may ask of a run: the recipes by name, what each can be told, and engines that are there.

Pages ask through verbs of their own; this is for whoever writes a run's parameters by hand. Whether the song has what a
recipe needs is judged where its graph is built.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from processing.dials import RANGES
from processing.engines.registry import choose
from processing.errors import StudioError
from processing.licences import gate
from processing.pipeline import recipes
from projects.errors import Invalid
from projects.models import Project

# `alone`: nothing follows by itself; `fresh`: nothing made before is used again.
ALWAYS = frozenset({"engines", "alone", "fresh"})
DIALS = frozenset({*RANGES, "reference_weights"})
PARAMS: Mapping[str, frozenset[str]] = {
    "check": frozenset({"asset"}),
    "diagnose": frozenset({"asset"}),
    "intake": frozenset(),
    "instrumental": frozenset({"plan", "candidates", "seed", "band_seed"}),
    "mix": frozenset({"base", "wishes", "settings", "said", "afresh", "start_s"}),
    "master": DIALS,
    "rescue": frozenset({"amounts", *DIALS}),
    "video": frozenset({"aspects"}),
    "codecs": frozenset({"master"}),
    "deliver": frozenset({"master", "isrc", "album", "date"}),
    "bring_in": frozenset({"master", "company", "album"}),
    "sequence": frozenset({"masters", "gaps_s", "title", "album"}),
}
WHOLE = {"candidates": (1, 20), "seed": (0, 2**31 - 1), "band_seed": (0, 2**31 - 1)}


def check_recipe(recipe: str) -> None:
    """Raises Invalid `recipe.unknown`."""
    if recipe not in recipes.RECIPES:
        raise Invalid("recipe.unknown", _("There is no recipe called {name}.").format(name=recipe), field="recipe")


def check_params(project: Project, recipe: str, params: Mapping[str, Any]) -> None:
    """Raises Invalid `recipe.unknown`, `run.param_unknown`, `run.param_wrong` or `engine.*`, each with its field."""
    check_recipe(recipe)
    known = PARAMS.get(recipe, frozenset(params)) | ALWAYS
    for name in params:
        if name not in known:
            words = _("The recipe {recipe} knows no {name}, only {known}.")
            told = words.format(recipe=recipe, name=name, known=", ".join(sorted(known)))
            raise Invalid("run.param_unknown", told, field=name)
    for name, (low, high) in WHOLE.items():
        value = params.get(name, low)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            words = _("Write {name} as a whole number from {low} to {high}.").format(name=name, low=low, high=high)
            raise Invalid("run.param_wrong", words, field=name)
    if recipe == "check":
        _check_asset(project, params.get("asset"))
    _check_engines(params.get("engines", {}))


def _check_asset(project: Project, asset: Any) -> None:
    try:
        found = asset is not None and project.assets.filter(pk=str(asset)).exists()
    except ValidationError:
        found = False
    if not found:
        raise Invalid("run.param_wrong", _("Name one of this song's files."), field="asset")


def _check_engines(engines: Any) -> None:
    if not isinstance(engines, Mapping) or not all(isinstance(key, str) for key in engines.values()):
        words = _("Engines are written as capabilities with keys, such as compose with compose.house_band.")
        raise Invalid("run.param_wrong", words, field="engines")
    for capability, key in engines.items():
        try:
            choose(capability, key, weights=settings.WEIGHTS_DIR, may_use=gate.may_use)
        except StudioError as error:
            raise Invalid(error.code, error.words, field="engines") from None
