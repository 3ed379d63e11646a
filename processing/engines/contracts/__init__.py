"""What engines are given and what they give back: one Protocol and frozen params/result per capability.

Audio everywhere is float32 with shape (channels, samples), full scale = 1.0. Times are seconds from the start
of the song, levels are dB. Nothing here imports torch, Django, RQ or a project.
"""

from processing.engines.contracts.filming import VideoEditor, VideoParams
from processing.engines.contracts.making import Composer, ComposeResult, LyricsAnalyst, LyricSection, LyricsReading
from processing.engines.contracts.mixing import (
    MasteringEngine,
    MasterParams,
    MasterResult,
    MixProposer,
    MixRenderer,
    Reference,
)
from processing.engines.contracts.restoring import SOURCES, BandExtender, Denoiser, Separation, Separator
from processing.engines.contracts.song import (
    GENRES,
    METERS,
    SECTION_KINDS,
    STEMS,
    Audio,
    Hear,
    Progress,
    Section,
    SongPlan,
    SungNote,
    silent,
    unheard,
)

__all__ = [
    "GENRES",
    "METERS",
    "SECTION_KINDS",
    "SOURCES",
    "STEMS",
    "Audio",
    "BandExtender",
    "ComposeResult",
    "Composer",
    "Denoiser",
    "Hear",
    "LyricSection",
    "LyricsAnalyst",
    "LyricsReading",
    "MasterParams",
    "MasterResult",
    "MasteringEngine",
    "MixProposer",
    "MixRenderer",
    "Progress",
    "Reference",
    "Section",
    "Separation",
    "Separator",
    "SongPlan",
    "SungNote",
    "VideoEditor",
    "VideoParams",
    "silent",
    "unheard",
]
