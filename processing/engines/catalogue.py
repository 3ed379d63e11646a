"""Every engine as data: what it does, where its adapter lives, whose licence binds it. Imports no engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class EngineSpec:
    """`weights` maps a weight file to its SHA-256; engines without weights have none.

    `licences` are keys of the licence table: first the code's, then that of anything it carries into the sound.
    `needs` are modules that must be installed. `folder`, below the operator's weights, is where its weights lie; such
    an engine is given it as `weights=Path`. `queue` "gpu" is for engines that are quicker there: without a GPU worker
    they work on the cpu queue. `on_grid`: what it composes lies on the plan's grid, so nothing has to be aligned.
    `gives_stems`: what it composes comes in stems; else it is one recording, in which a voice may be left.
    `hears` are kinds of files beside its usual inputs that it must be given.
    """

    key: str
    path: str
    capability: str
    name: str
    version: str
    licences: tuple[str, ...]
    says: str
    queue: str = "cpu"
    vram_bytes: int = 0
    weights: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    folder: str = ""
    on_grid: bool = False
    gives_stems: bool = False
    hears: tuple[str, ...] = ()


ENGINES: tuple[EngineSpec, ...] = (
    EngineSpec(
        "analyse_lyrics.rules",
        "processing.engines.analyse_lyrics.rules.RulesAnalyst",
        "analyse_lyrics",
        "Lyric rules",
        "1",
        ("studio",),
        "Reads tags, stanzas and words by rules of our own; no model involved.",
    ),
    EngineSpec(
        "compose.house_band",
        "processing.engines.compose.house_band.engine.HouseBand",
        "compose",
        "House band",
        "1",
        ("studio",),
        "Our own arranger and players: a demo backing track without any model or training data.",
        on_grid=True,
        gives_stems=True,
    ),
    EngineSpec(
        "denoise.deepfilternet",
        "processing.engines.denoise.deepfilternet.DeepFilterNet",
        "denoise",
        "DeepFilterNet",
        "1",
        ("deepfilternet",),
        "Takes noise that moves out of a voice, by at most 12 dB.",
        needs=("torch", "df", "libdf", "loguru"),
        folder="deepfilternet",
    ),
    EngineSpec(
        "denoise.lsa",
        "processing.engines.denoise.lsa.LogSpectralAmplitude",
        "denoise",
        "Noise floor",
        "1",
        ("studio",),
        "Takes steady noise out of a voice and closes its pauses; no model involved.",
    ),
    EngineSpec(
        "extend_band.audiosr",
        "processing.engines.extend_band.audiosr.AudioSR",
        "extend_band",
        "AudioSR",
        "1",
        ("audiosr",),
        "Makes up new highs above a cut by a diffusion model; needs a GPU.",
        queue="gpu",
        vram_bytes=8 << 30,
        needs=("torch", "audiosr", "einops", "safetensors", "yaml"),
        folder="audiosr",
    ),
    EngineSpec(
        "extend_band.replication",
        "processing.engines.extend_band.replication.Replication",
        "extend_band",
        "Band replication",
        "1",
        ("studio",),
        "Copies the octave below a cut upwards, for recordings that end below 13 kHz; no model involved.",
    ),
    EngineSpec(
        "separate.mel_band_roformer",
        "processing.engines.separate.mel_band_roformer.MelBandRoformer",
        "separate",
        "Mel-Band RoFormer",
        "1",
        ("melband_roformer",),
        "Takes the voice out of a song with Mel-Band RoFormer; drums and bass of the rest are a preview.",
        queue="gpu",
        vram_bytes=6 << 30,
        needs=("torch", "safetensors", "yaml"),
        folder="mel_band_roformer",
    ),
    EngineSpec(
        "separate.demucs",
        "processing.engines.separate.demucs.Demucs",
        "separate",
        "Demucs",
        "1",
        ("demucs",),
        "Takes a song apart into voice, drums, bass and the rest with Demucs v4.",
        queue="gpu",
        vram_bytes=4 << 30,
        needs=("torch", "demucs", "safetensors", "yaml"),
        folder="demucs",
    ),
    EngineSpec(
        "separate.split",
        "processing.engines.separate.split.Split",
        "separate",
        "The studio's own split",
        "1",
        ("studio",),
        "Takes a song apart by place, movement and repetition, without a model: a preview, not for release.",
    ),
    EngineSpec(
        "propose_mix.rules",
        "processing.engines.propose_mix.rules.Rules",
        "propose_mix",
        "Mix rules",
        "2",
        ("studio",),
        "Sets the console by measured rules and gives its reasons.",
    ),
    EngineSpec(
        "propose_mix.reference_search",
        "processing.engines.propose_mix.reference_search.ReferenceSearch",
        "propose_mix",
        "Match the reference",
        "2",
        ("studio",),
        "Starts from the rules and turns faders, EQ, compressors and sends until the mix measures like the reference.",
        hears=("reference",),
    ),
    EngineSpec(
        "propose_mix.dmc",
        "processing.engines.propose_mix.dmc.LearnedConsole",
        "propose_mix",
        "Learned console",
        "1",
        ("dmc",),
        "Levels and pans by a network with the operator's checkpoint; everything else by the rules.",
        needs=("torch", "safetensors"),
        folder="dmc",
    ),
    EngineSpec(
        "propose_mix.transparent",
        "processing.engines.propose_mix.transparent.Transparent",
        "propose_mix",
        "Faders at unity",
        "1",
        ("studio",),
        "Leaves the console alone, so that a rescued song stays the song that was brought.",
    ),
    EngineSpec(
        "render_mix.console",
        "processing.engines.render_mix.console.Console",
        "render_mix",
        "Studio console",
        "1",
        ("studio", "pedalboard"),
        "Renders the console settings with pedalboard and our own side-chain and dynamic EQ.",
    ),
    EngineSpec(
        "master.reference_match",
        "processing.engines.master.reference_match.ReferenceMatch",
        "master",
        "Reference match",
        "2",
        ("studio",),
        "Matches tone and width to one to five references or to a style; loudness and true peak are ours too.",
    ),
    EngineSpec(
        "master.matchering",
        "processing.engines.master.matchering_match.MatcheringMatch",
        "master",
        "Matchering",
        "1",
        ("studio", "matchering"),
        "Matches tone with matchering, in a process of its own; width, loudness and true peak are ours.",
    ),
    EngineSpec(
        "edit_video.reactive",
        "processing.engines.edit_video.reactive.ReactiveScenes",
        "edit_video",
        "Reactive scenes",
        "1",
        ("studio",),
        "Draws scenes that move with kick, bass and voice; no model involved.",
    ),
)
BY_KEY = {spec.key: spec for spec in ENGINES}


def engines_for(capability: str) -> list[EngineSpec]:
    """In order of preference."""
    return [spec for spec in ENGINES if spec.capability == capability]
