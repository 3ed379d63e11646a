"""Demucs models from the operator's own folder; nothing is ever fetched.

A folder holds single models and, for several that vote together, a bag: `<bag>.yaml` with `models: [signature…]` and,
optionally, `weights` and `segment`. A model is `<signature>[-<hash>].safetensors` or `<signature>-<hash>.th`. The
second is a pickle, which could run code: it needs its hash, and nothing but the classes named here is let out of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from processing.engines.weights import checked, stated_hash
from processing.errors import StudioError

PREFERRED = ("htdemucs_ft", "htdemucs")
CLASSES = ("demucs.htdemucs.HTDemucs", "demucs.hdemucs.HDemucs")


@dataclass(frozen=True)
class Bag:
    """`shares[model][source]`: how much each model's stem counts. `files` are what it was read from."""

    models: Sequence[Any]
    shares: Sequence[Sequence[float]]
    segment_s: float
    files: tuple[Path, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(self.models[0].sources)


def read_bag(folder: Path, name: str = "") -> Bag:
    """The named bag or model, else the best known one there, else the first.

    Raises StudioError `weights.missing | wrong_hash | no_hash | not_a_model | unknown_model`.
    """
    bags = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    chosen = name or next((known for known in (*PREFERRED, *bags) if known in bags), "")
    if chosen in bags:
        return _bag(folder, bags[chosen])
    path = _file_of(folder, chosen)
    model = _read(path)
    return Bag((model,), ([1.0] * len(model.sources),), float(model.segment), (path,))


def _bag(folder: Path, definition: Path) -> Bag:
    import yaml

    try:
        said = yaml.safe_load(definition.read_text())
        signatures = [str(signature) for signature in said["models"]]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise StudioError("weights.not_a_model", f"{definition.name} does not list any models.") from error
    files = tuple(_file_of(folder, signature) for signature in signatures)
    models = [_read(path) for path in files]
    sources = {tuple(model.sources) for model in models}
    shares = said.get("weights") or [[1.0] * len(models[0].sources) for _ in models]
    if len(sources) != 1 or [len(row) for row in shares] != [len(models[0].sources)] * len(models):
        raise StudioError("weights.not_a_model", f"The models of {definition.name} do not belong together.")
    segment_s = min(float(model.segment) for model in models)
    return Bag(models, shares, min(segment_s, float(said.get("segment") or segment_s)), files)


def _file_of(folder: Path, signature: str) -> Path:
    """Safetensors before pickles. An empty signature stands for any model."""
    for suffix in (".safetensors", ".th"):
        for path in sorted(folder.glob(f"*{suffix}")):
            own = path.stem.removesuffix(f"-{stated_hash(path)[:8]}")
            if signature in {"", path.stem, own, path.stem.rpartition("-")[0]}:
                return path
    raise StudioError(
        "weights.missing", f"Put {signature or 'a model'} (.safetensors or .th) into weights/{folder.name}."
    )


def _read(path: Path) -> Any:
    checked(path)
    try:
        model = _from_safetensors(path) if path.suffix == ".safetensors" else _from_pickle(path)
    except StudioError:
        raise
    except Exception as error:
        raise StudioError("weights.not_a_model", f"{path.name} could not be read as a Demucs model.") from error
    return model.eval()


def _from_safetensors(path: Path) -> Any:
    from demucs.hf import load_safetensors_model
    from safetensors import safe_open

    with safe_open(str(path), framework="pt") as file:
        said = file.metadata() or {}
    # `structure` may name any class at all; only quantised models have it.
    if said.get("klass") not in CLASSES or "structure" in said:
        raise StudioError("weights.unknown_model", f"{path.name} holds no model of Demucs v3 or v4.")
    return load_safetensors_model(path)


def _from_pickle(path: Path) -> Any:
    import torch
    from demucs.hdemucs import HDemucs
    from demucs.htdemucs import HTDemucs
    from demucs.states import load_model

    if not stated_hash(path):
        raise StudioError("weights.no_hash", f"{path.name} is a pickle without a hash in its name; it was not opened.")
    with torch.serialization.safe_globals([HTDemucs, HDemucs, Fraction]):
        package = torch.load(path, map_location="cpu", weights_only=True)
    klass = package["klass"]
    if klass not in (HTDemucs, HDemucs) or package["state"].get("__quantized"):
        raise StudioError("weights.unknown_model", f"{path.name} holds no model of Demucs v3 or v4.")
    return load_model(package)
