"""An AudioSR from the operator's own folder: one checkpoint (`.safetensors`, `.bin`, `.ckpt`, `.pt`), as its authors
give it out, and, where its sizes are not the published ones, their `config.yaml`.

Nothing is fetched, and from a checkpoint nothing but numbers is let out.
"""

import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from processing.engines.weights import checked
from processing.errors import StudioError

SUFFIXES = ("safetensors", "bin", "ckpt", "pt")
UNET: Mapping[str, Any] = {
    "image_size": 64, "in_channels": 32, "out_channels": 16, "model_channels": 128, "attention_resolutions": [8, 4, 2],
    "num_res_blocks": 2, "channel_mult": [1, 2, 3, 5], "num_head_channels": 32, "extra_sa_layer": True,
    "use_spatial_transformer": True, "transformer_depth": 1,
}  # fmt: skip
CODER: Mapping[str, Any] = {
    "double_z": True, "mel_bins": 256, "z_channels": 16, "resolution": 256, "downsample_time": False, "in_channels": 1,
    "out_ch": 1, "ch": 128, "ch_mult": [1, 2, 4, 8], "num_res_blocks": 2, "attn_resolutions": [], "dropout": 0.1,
}  # fmt: skip
VOCODER: Mapping[str, Any] = {
    "resblock": "1", "upsample_rates": [6, 5, 4, 2, 2], "upsample_kernel_sizes": [12, 10, 8, 4, 4],
    "resblock_kernel_sizes": [3, 7, 11, 15], "resblock_dilation_sizes": [[1, 3, 5]] * 4, "num_mels": 256,
}  # fmt: skip
NOISE_LEVELS = 1000

_NETWORKS = "latent_diffusion.modules.diffusionmodules"
# What each part is called in a checkpoint. Its other half (the ear that ranks several tries, the training) stays shut.
_PLACES = {
    "unet": "model.diffusion_model.",
    "encoder": "cond_stage_models.0.vae.encoder.",
    "moments": "cond_stage_models.0.vae.quant_conv.",
    "unpack": "first_stage_model.post_quant_conv.",
    "decoder": "first_stage_model.decoder.",
    "vocoder": "first_stage_model.vocoder.",
}


@dataclass(frozen=True)
class Loaded:
    """The networks by what they do, in main memory; `scale` is that of the latents, `kept` how much of the sound is
    left at each of the noise levels, as a power."""

    parts: Mapping[str, Any]
    scale: float
    kept: Any
    file: Path


def file_of(folder: Path) -> Path:
    """The checkpoint that would be read, not yet looked into. Raises StudioError `weights.missing`."""
    found = [path for suffix in SUFFIXES for path in sorted(folder.glob(f"*.{suffix}"))]
    if not found:
        raise StudioError("weights.missing", f"Put a checkpoint (.safetensors or .bin) into weights/{folder.name}.")
    return found[0]


def read_model(folder: Path) -> Loaded:
    """Raises StudioError `weights.missing | wrong_hash | not_a_model | unknown_model`."""
    path = checked(file_of(folder))
    try:
        said = _configuration(folder)
        state = _state(path)
        width = state[_PLACES["vocoder"] + "conv_pre.weight"].shape[0]
        parts = build(said, width)
        for name, part in parts.items():
            place = _PLACES[name]
            own = {key.removeprefix(place): value.float() for key, value in state.items() if key.startswith(place)}
            part.load_state_dict(own, assign=True)
            part.eval().requires_grad_(False)
        kept = state.get("alphas_cumprod")
        return Loaded(parts, float(state["scale_factor"]), noise_levels() if kept is None else kept.double(), path)
    except StudioError:
        raise
    except Exception as error:
        raise StudioError("weights.not_a_model", f"{path.name} could not be read as an AudioSR.") from error


def build(said: Mapping[str, Any], vocoder_width: int) -> dict[str, Any]:
    """The networks of those sizes with random weights. `said`: sizes of `unet` and `coder` that differ."""
    import torch

    made, unet, coder = library(), {**UNET, **said.get("unet", {})}, {**CODER, **said.get("coder", {})}
    latent = coder["z_channels"]
    return {
        "unet": made.UNetModel(**unet),
        "encoder": made.Encoder(**coder),
        "moments": torch.nn.Conv2d(2 * latent, 2 * latent, 1),
        "unpack": torch.nn.Conv2d(latent, latent, 1),
        "decoder": made.Decoder(**coder),
        "vocoder": made.Generator(SimpleNamespace(**VOCODER, upsample_initial_channel=vocoder_width)),
    }


def noise_levels() -> Any:
    import torch

    betas = library().make_beta_schedule("cosine", NOISE_LEVELS, cosine_s=8e-3)
    return torch.cumprod(1.0 - torch.from_numpy(betas).double(), dim=0)


@cache
def library() -> SimpleNamespace:
    """The library's networks alone. Its front door would fetch a tokenizer and ask for readers of files and pictures
    that are not needed here, so the rooms behind it are entered without it."""
    spec = find_spec("audiosr")
    if spec is None:
        raise ModuleNotFoundError("audiosr")
    before = {name: sys.modules.pop(name) for name in _loaded()}
    package = ModuleType("audiosr")
    package.__path__ = list(spec.submodule_search_locations or ())
    sys.modules["audiosr"] = package
    try:
        unet, coder, steps = (import_module(f"audiosr.{_NETWORKS}.{name}") for name in ("openaimodel", "model", "util"))
        vocoder = import_module("audiosr.hifigan.models")
        # A checkpoint has the weights of the vocoder as they are played, not as they were trained.
        vars(vocoder)["weight_norm"] = lambda part: part
        return SimpleNamespace(
            UNetModel=unet.UNetModel,
            Encoder=coder.Encoder,
            Decoder=coder.Decoder,
            Generator=vocoder.Generator,
            make_beta_schedule=steps.make_beta_schedule,
        )
    finally:
        for name in _loaded():
            del sys.modules[name]
        sys.modules.update(before)


def _loaded() -> list[str]:
    return [name for name in sys.modules if name.partition(".")[0] == "audiosr"]


def _configuration(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """Sizes of the parts from the authors' `config.yaml`; empty when there is none."""
    import yaml

    path = folder / "config.yaml"
    if not path.is_file():
        return {}
    try:
        params = yaml.safe_load(path.read_text())["model"]["params"]
        unet, coder = params["unet_config"]["params"], params["first_stage_config"]["params"]["ddconfig"]
        said = {"unet": dict(unet), "coder": dict(coder)}
        same = [{**CODER, **coder}[name] == CODER[name] for name in ("z_channels", "mel_bins", "in_channels")]
        if not all(same) or len({**CODER, **coder}["ch_mult"]) != len(CODER["ch_mult"]):
            raise StudioError("weights.unknown_model", f"{path.name} describes a variety that is not known here.")
        return said
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise StudioError("weights.not_a_model", f"{path.name} does not describe an AudioSR.") from error


def _state(path: Path) -> dict[str, Any]:
    import torch
    from safetensors.torch import load_file

    if path.suffix == ".safetensors":
        state: dict[str, Any] = load_file(path)
        return state
    # Half of a checkpoint is not for us: mapped, that half is never read.
    package = torch.load(path, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(path))
    return dict(package.get("state_dict", package))
