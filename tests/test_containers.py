"""What the images hold and the composed services call is really there; building them needs an engine."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = {"manage.py", "studio", "artists", "projects", "processing", "templates", "locale", "static", "LICENSE"}
OURS = {"prepare", "web", "worker", "reconcile"}


def lines(word: str) -> list[list[str]]:
    """Words of every instruction of that name, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    return [shlex.split(line)[1:] for line in text.splitlines() if line.startswith(f"{word} ")]


def services() -> dict[str, Any]:
    composed: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return dict(composed["services"])


def test_every_part_that_runs_is_copied_into_the_images() -> None:
    copied = [words[:-1] for words in lines("COPY") if not words[0].startswith("--from")]
    sources = {source for words in copied for source in words}
    assert sources >= RUNTIME
    missing = [source for source in sources if not list(ROOT.glob(source))]
    assert missing == []


def test_the_services_are_the_plan_s() -> None:
    assert set(services()) == {"prepare", "web", "reconcile", "cpu", "quick", "gpu", "postgres", "valkey"}
    targets = {one["build"]["target"] for one in services().values() if "build" in one}
    assert targets == {"web", "worker"} <= {words[-1] for words in lines("FROM")}


@pytest.mark.parametrize("name", sorted(services()))
def test_commands_are_lists_so_that_a_password_with_a_blank_stays_one_word(name: str) -> None:
    command = services()[name].get("command", [])
    assert isinstance(command, list)
    if "manage.py" in command:
        assert command[command.index("manage.py") + 1] in OURS <= set(get_commands())


def test_no_password_has_a_value_of_its_own() -> None:
    text = (ROOT / "compose.yaml").read_text()
    for name in ("POSTGRES_PASSWORD", "VALKEY_PASSWORD", "STUDIO_SECRET_KEY"):
        given = re.findall(rf"\$\{{{name}([^}}]*)\}}", text)
        assert given and all(one.startswith(":?") for one in given), name
