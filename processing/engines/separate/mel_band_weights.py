"""A Mel-Band RoFormer from the operator's own folder: one checkpoint (`.safetensors`, `.ckpt`) and its `.yaml`.

Nothing is fetched, and from a checkpoint nothing but numbers is let out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from processing.engines.weights import checked
from processing.errors import StudioError

# What a configuration may leave out, as the authors' code has it.
DEFAULTS: Mapping[str, Any] = {
    "stereo": False, "num_stems": 1, "time_transformer_depth": 2, "freq_transformer_depth": 2, "num_bands": 60,
    "dim_head": 64, "heads": 8, "sample_rate": 44_100, "stft_n_fft": 2048, "stft_hop_length": 512,
    "stft_normalized": False, "mask_estimator_depth": 1, "mlp_expansion_factor": 4,
}  # fmt: skip


@dataclass(frozen=True)
class Loaded:
    """`instruments` are the stems that the network gives, in its order."""

    network: Any
    instruments: tuple[str, ...]
    rate: int
    segment: int
    file: Path


def read_model(folder: Path) -> Loaded:
    """Raises StudioError `weights.missing | wrong_hash | not_a_model | unknown_model`."""
    found = [path for suffix in ("safetensors", "ckpt", "pt") for path in sorted(folder.glob(f"*.{suffix}"))]
    if not found:
        raise StudioError("weights.missing", f"Put a checkpoint (.ckpt or .safetensors) into weights/{folder.name}.")
    path = checked(found[0])
    said = _configuration(path)
    model = {**DEFAULTS, **said["model"]}
    if model.get("skip_connection") or model.get("stft_win_length", model["stft_n_fft"]) != model["stft_n_fft"]:
        raise StudioError("weights.unknown_model", f"{path.name} is a variety of the model that is not known here.")
    try:
        network = build(model)
        network.load_state_dict(_state(path))
    except Exception as error:
        words = f"{path.name} could not be read as the Mel-Band RoFormer that its .yaml describes."
        raise StudioError("weights.not_a_model", words) from error
    training = said.get("training", {})
    names = [training["target_instrument"]] if training.get("target_instrument") else training.get("instruments", [])
    if len(names) != model["num_stems"]:
        raise StudioError("weights.not_a_model", f"The .yaml of {path.name} does not name its stems.")
    segment = int(said.get("audio", {}).get("chunk_size", 8 * model["sample_rate"]))
    lower = tuple(str(name).lower() for name in names)
    return Loaded(network.eval(), lower, int(model["sample_rate"]), segment, path)


def build(model: Mapping[str, Any]) -> Any:
    """The network that a configuration describes, with random weights."""
    from librosa.filters import mel

    from processing.engines.separate.mel_band_network import MelBandNetwork

    bands = mel(sr=model["sample_rate"], n_fft=model["stft_n_fft"], n_mels=model["num_bands"])
    # The filters leave out the lowest and the highest frequency; the authors' first and last band hold them.
    bands[0][0] = bands[-1, -1] = 1.0
    return MelBandNetwork(
        bands > 0, dim=model["dim"], depth=model["depth"], stems=model["num_stems"],
        channels=2 if model["stereo"] else 1, heads=model["heads"], dim_head=model["dim_head"],
        time_depth=model["time_transformer_depth"], freq_depth=model["freq_transformer_depth"],
        mask_depth=model["mask_estimator_depth"], expansion=model["mlp_expansion_factor"],
        size=model["stft_n_fft"], hop=model["stft_hop_length"], normalized=model["stft_normalized"],
    )  # fmt: skip


def _configuration(path: Path) -> dict[str, Any]:
    import yaml

    class Loader(yaml.SafeLoader):
        """Plain values, and tuples, which these files have as Python wrote them."""

    Loader.add_constructor("tag:yaml.org,2002:python/tuple", _tuple)
    beside = [path.with_suffix(".yaml"), *sorted(path.parent.glob("*.yaml"))]
    file = next((one for one in beside if one.is_file()), None)
    if file is None:
        raise StudioError("weights.missing", f"Put the .yaml that belongs to {path.name} beside it.")
    try:
        said = yaml.load(file.read_text(), Loader=Loader)  # noqa: S506 (a safe loader)
    except yaml.YAMLError as error:
        raise StudioError("weights.not_a_model", f"{file.name} cannot be read.") from error
    if not isinstance(said, dict) or "dim" not in (said.get("model") or {}):
        raise StudioError("weights.not_a_model", f"{file.name} describes no Mel-Band RoFormer.")
    return said


def _tuple(loader: Any, node: Any) -> tuple[Any, ...]:
    return tuple(loader.construct_sequence(node))


def _state(path: Path) -> dict[str, Any]:
    import torch
    from safetensors.torch import load_file

    if path.suffix == ".safetensors":
        state: dict[str, Any] = load_file(path)
        return state
    package = torch.load(path, map_location="cpu", weights_only=True)
    for wrapping in ("state_dict", "state", "model"):
        package = package.get(wrapping, package)
    return dict(package)
