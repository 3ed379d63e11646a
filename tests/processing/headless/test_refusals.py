"""What a command can not do, or did not understand, it says at once and in one line."""

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from artists.commands import StudioCommand
from processing.engines.master.reference_match import ReferenceMatch
from processing.errors import StudioError
from processing.headless.album import album
from processing.headless.album_order import AlbumOrder
from processing.headless.order import Order
from processing.headless.produce import produce
from processing.headless.rescue import rescue
from processing.headless.rescue_order import RescueOrder
from processing.management.commands import produce as producing
from processing.models import Run
from studio.management.commands import demo, worker
from tests.factories import wav_bytes


@pytest.fixture
def words(tmp_path: Path) -> Path:
    (tmp_path / "words.txt").write_text("[Verse]\nPaper boats\n")
    return tmp_path / "words.txt"


@pytest.fixture
def sounds(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "1.wav", tmp_path / "2.wav"
    for number, path in enumerate(paths, 1):
        path.write_bytes(wav_bytes(fill=number))
    return paths


@pytest.mark.django_db
def test_a_folder_that_can_not_be_written_is_refused_before_any_work(words: Path, sounds: tuple[Path, Path]) -> None:
    (words.parent / "file").write_text("")
    told: list[str] = []
    for out in (Path("/proc/x"), words.parent / "file" / "inside"):
        for ask in (
            lambda out=out: produce(Order(out=out, lyrics=words)),
            lambda out=out: rescue(RescueOrder(out=out, track=sounds[0])),
            lambda out=out: album(AlbumOrder(out=out, masters=sounds), ReferenceMatch(), told.append),
        ):
            with pytest.raises(StudioError, match=str(out)) as caught:
                ask()
            assert caught.value.code == "out.unwritable"
    assert not Run.objects.exists() and not told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("engine", "code"),
    [({"compose": "nope"}, "engine.unknown"), ({"mix": "compose.house_band"}, "engine.wrong_capability")],
)
def test_an_engine_that_is_not_there_is_refused_before_any_work(
    words: Path, sounds: tuple[Path, Path], engine: dict[str, str], code: str
) -> None:
    out = words.parent / "out"
    for ask in (
        lambda: produce(Order(out=out, lyrics=words, engines=engine)),
        lambda: rescue(RescueOrder(out=out, track=sounds[0], engines=engine)),
    ):
        with pytest.raises(StudioError) as caught:
            ask()
        assert caught.value.code == code
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("command", "given", "said"),
    [
        (producing.Command, ["produce"], "required: --out"),
        (producing.Command, ["produce", "--out", "x", "--bpm", "fast"], "argument --bpm"),
        (worker.Command, ["worker", "--queue", "tea"], "argument --queue"),
        (demo.Command, ["demo", "--wrong"], "--wrong"),
    ],
)
def test_what_was_mistyped_is_told_in_one_line(
    command: type[StudioCommand], given: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        command().run_from_argv(["manage.py", *given])
    told = capsys.readouterr().err.strip()
    assert caught.value.code == 2
    assert told.startswith("error: usage: ") and said in told and len(told.splitlines()) == 1


def test_every_command_of_ours_ends_like_that() -> None:
    folders = [path for app in ("artists", "processing", "studio") for path in Path(app, "management").rglob("*.py")]
    commands = [path for path in map(settings.BASE_DIR.joinpath, folders) if path.name != "__init__.py"]
    assert len(commands) > 10
    assert [path.name for path in commands if "class Command(StudioCommand)" not in path.read_text()] == []


@pytest.mark.django_db
def test_what_fails_is_told_once(
    sounds: tuple[Path, Path], capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    sounds[0].write_bytes(b"no sound at all")
    with caplog.at_level(logging.WARNING), pytest.raises(SystemExit):
        call_command("rescue", track=sounds[0], out=sounds[0].parent / "out")
    assert capsys.readouterr().err.count("error: ") == 1
    assert not [row for row in caplog.records if row.name.startswith("processing")]
