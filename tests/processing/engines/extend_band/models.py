"""A tiny AudioSR of random numbers, saved as its authors give theirs out."""

from pathlib import Path
from typing import Any

import yaml

from processing.engines.extend_band import audiosr_weights as weights

UNET: dict[str, Any] = {
    **weights.UNET, "model_channels": 32, "attention_resolutions": [8], "num_res_blocks": 1, "channel_mult": [1, 1],
    "num_head_channels": 16,
}  # fmt: skip
CODER: dict[str, Any] = {**weights.CODER, "ch": 32, "ch_mult": [1, 1, 1, 1], "num_res_blocks": 1}
SCALE = 0.4


def tiny_state(seed: int = 0) -> dict[str, Any]:
    """By the names of the whole model, of which the ear that ranks several tries is a part that is not for us."""
    import torch

    torch.manual_seed(seed)
    parts = weights.build({"unet": UNET, "coder": CODER}, 32)
    state = {
        f"{weights._PLACES[name]}{key}": value
        for name, part in parts.items()
        for key, value in part.state_dict().items()
    }
    # Layers begin at nothing, or so small that nothing would be left of them behind a dozen others.
    state |= {key: 0.05 * torch.randn_like(value) for key, value in state.items() if not value.any()}
    for key, value in state.items():
        if key.startswith(weights._PLACES["vocoder"]) and value.ndim == 3:
            state[key] = torch.randn_like(value) / value[0].numel() ** 0.5
    return {**state, "scale_factor": torch.tensor(SCALE), "clap.model.text_branch.weight": torch.zeros(3)}


def save(folder: Path, state: dict[str, Any]) -> Path:
    import torch

    said = {"unet_config": {"params": UNET}, "first_stage_config": {"params": {"ddconfig": CODER}}}
    (folder / "config.yaml").write_text(yaml.safe_dump({"model": {"params": said}}))
    torch.save({"state_dict": state}, folder / "pytorch_model.bin")
    return folder
