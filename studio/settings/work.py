"""Uploads, engines, work and money."""

from pathlib import Path
from typing import Any

from studio.settings.host import DATA_DIR, env

UPLOAD_DIR = DATA_DIR / "uploads"
# Weights of engines, one folder each; nothing is ever fetched.
WEIGHTS_DIR = DATA_DIR / "weights"
PLUGINS_DIR = Path(env("STUDIO_PLUGINS_DIR", default=str(DATA_DIR / "plugins")))
# A language model that reads what people say about a mix: any endpoint that speaks as OpenAI's does (".../v1").
STUDIO_LLM_URL = env("STUDIO_LLM_URL", default="")
STUDIO_LLM_MODEL = env("STUDIO_LLM_MODEL", default="default")
STUDIO_LLM_KEY = env("STUDIO_LLM_KEY", default="")
# Licences that the label answers for: {"demucs": {"name": "A. Person", "reason": "asked the author"}}.
STUDIO_SIGN_OFFS: dict[str, Any] = env.json("STUDIO_SIGN_OFFS", default={})
SCRATCH_DIR = DATA_DIR / "scratch"
SHELF_DIR = DATA_DIR / "shelf"
SHELF_MAX_BYTES = env.int("STUDIO_SHELF_MAX_BYTES", default=4 * 1024**3)
SOUNDFONT_DIR = DATA_DIR / "soundfonts"
UPLOAD_MAX_BYTES = env.int("STUDIO_UPLOAD_MAX_BYTES", default=1024 * 1024 * 1024)
UPLOAD_CHUNK_BYTES = 8 * 1024 * 1024
REQUEST_BODY_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = REQUEST_BODY_MAX_BYTES
LEASE_S = env.float("STUDIO_LEASE_S", default=9.0)
SWEEP_EVERY_S = env.float("STUDIO_SWEEP_EVERY_S", default=2.0)
EVENTS_PER_SECOND = 4
CPU_WORKERS = env.int("STUDIO_CPU_WORKERS", default=2)
CURRENCY = env("STUDIO_CURRENCY", default="EUR")
COST_PER_HOUR = {
    "cpu": env.float("STUDIO_CPU_COST_PER_HOUR", default=0.12),
    "quick": env.float("STUDIO_CPU_COST_PER_HOUR", default=0.12),
    # Commands that do their work themselves, such as `produce`.
    "here": env.float("STUDIO_CPU_COST_PER_HOUR", default=0.12),
    "gpu": env.float("STUDIO_GPU_COST_PER_HOUR", default=1.90),
}
