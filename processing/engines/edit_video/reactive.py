"""Reactive scenes: a lyric clip that dances to the song, drawn by our own code. No weights, no network, no frames kept.

Kick, bass and voice drive nine scenes; cuts stand on downbeats; title and lyric lines lie over them.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from processing.dsp import ffmpeg
from processing.engines.contracts import Progress, SongPlan, VideoParams, silent
from processing.engines.edit_video import captions, encode, motion, palettes, storyboard
from processing.engines.edit_video.brushes import Tone
from processing.engines.edit_video.film import Film
from processing.engines.edit_video.motion import Motion
from processing.engines.edit_video.scenes import SCENES, Moment, Scene, Stage
from processing.engines.edit_video.scenes.portrait import read_photo
from processing.engines.edit_video.storyboard import Shot
from processing.engines.edit_video.titles import Titles
from processing.errors import StudioError

TELL_EVERY_S = 0.25
LARGEST_PX = 4096
FADE_IN_S, FADE_OUT_S = 0.6, 1.6


@dataclass
class Clock:
    """Tells how far the drawing is, at most every quarter of a second."""

    progress: Progress
    frames: int
    fps: int
    started_s: float = field(default_factory=time.monotonic)
    told_s: float = 0.0

    def tell(self, done: int) -> None:
        now_s = time.monotonic()
        if now_s - self.told_s < TELL_EVERY_S and done < self.frames:
            return
        self.told_s = now_s
        speed = done / max(now_s - self.started_s, 1e-3)
        seen, whole = _minutes(done / self.fps), _minutes(self.frames / self.fps)
        # How long it still takes is reckoned from the fraction, as for every stage: two clocks would disagree.
        self.progress(0.02 + 0.97 * done / self.frames, f"Drawn {seen} of {whole}, {speed:.0f} pictures a second")


class ReactiveScenes:
    """A VideoEditor without weights. See contracts.VideoEditor."""

    version = "1"

    def render(
        self,
        *,
        plan: SongPlan,
        master: Path,
        stems: Mapping[str, Path],
        out: Path,
        params: VideoParams,
        photo: Path | None = None,
        progress: Progress = silent,
    ) -> Mapping[str, Any]:
        """Write the clip to `out`. Raises StudioError `video.bad_size | video.no_audio | video.bad_photo | ffmpeg.*`.

        Whatever `progress` raises stops the encoder and leaves no file.
        """
        _check(params)
        progress(0.0, "Listening to the song")
        music = motion.read(master, stems, params.fps)
        picture = read_photo(photo, min(params.width, params.height)) if photo else None
        shots = storyboard.draw(
            plan, duration_s=music.duration_s, fps=params.fps, seed=params.seed, photo=picture is not None
        )
        camera = Camera(plan, params, music, picture)
        clip = encode.Clip(params.width, params.height, params.fps, music.duration_s, plan.title, params.artist)
        clock = Clock(progress, music.frames, params.fps)
        with encode.stream(out, master, clip) as encoder:
            for shot in shots:
                _shoot(shot, camera, encoder, clock)
        progress(1.0, "Clip written")
        return _facts(shots, music, params)


def _shoot(shot: Shot, camera: "Camera", encoder: ffmpeg.Child, clock: Clock) -> None:
    for frame in range(shot.first_frame, shot.end_frame):
        clock.tell(frame)
        encoder.write(camera.picture(shot, frame))


class Camera:
    """Turns a shot and a frame number into the bytes of one picture. Scenes are built when first needed."""

    def __init__(self, plan: SongPlan, params: VideoParams, music: Motion, photo: Tone | None) -> None:
        self._plan, self._params, self._music, self._photo = plan, params, music, photo
        self._film = Film(params.width, params.height)
        self._looks = [palettes.gradient(p) for p in palettes.choose(plan.genre, plan.mood, params.seed)]
        self._titles = Titles(plan, params, captions.captions(plan, music.duration_s), music.duration_s)
        self._scenes: dict[tuple[str, int], Scene] = {}

    def picture(self, shot: Shot, frame: int) -> memoryview:
        now = Moment.at(self._music, frame, self._plan.beat_s)
        self._scene(shot).paint(self._film.tone, now)
        since_s = (frame - shot.first_frame) / self._params.fps
        first = shot.first_frame == 0
        flash = 0.0 if first else (0.5 if shot.opens_section else 0.16) * 2.0 ** (-since_s / 0.07)
        punch = 0.0 if first else (0.09 if shot.opens_section else 0.05) * 2.0 ** (-since_s / 0.06)
        punch += 0.012 * now.kick if shot.look == 1 else 0.0
        table = palettes.table(
            self._looks[shot.look], lift=flash + (0.05 * now.kick if shot.look == 1 else 0.0), fade=self._fade(now.t_s)
        )
        self._film.develop(table, zoom=1 + punch)
        self._titles.lay(self._film, now.t_s)
        return self._film.pixels.data

    def _scene(self, shot: Shot) -> Scene:
        key = (shot.scene, shot.framing)
        if key not in self._scenes:
            size = self._params.width, self._params.height
            self._scenes[key] = SCENES[shot.scene](Stage(*size, shot.framing, self._params.seed, self._photo))
        return self._scenes[key]

    def _fade(self, t_s: float) -> float:
        return max(min(t_s / FADE_IN_S + 0.05, (self._music.duration_s - t_s) / FADE_OUT_S, 1.0), 0.0)


def _check(params: VideoParams) -> None:
    good = all(64 <= side <= LARGEST_PX and side % 2 == 0 for side in (params.width, params.height))
    if not good or not 1 <= params.fps <= 60:
        words = f"A clip needs even sides between 64 and {LARGEST_PX} pixels and at most 60 pictures a second."
        raise StudioError("video.bad_size", words, width=params.width, height=params.height, fps=params.fps)


def _facts(shots: tuple[Shot, ...], music: Motion, params: VideoParams) -> dict[str, Any]:
    return {
        "cuts_s": [round(shot.start_s, 4) for shot in shots[1:]],
        "scenes": [shot.scene for shot in shots],
        "frames": music.frames,
        "fps": params.fps,
        "width": params.width,
        "height": params.height,
        "duration_s": music.frames / params.fps,
    }


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
