"""What every test may ask for. Pure sound code is also tested without Django, hence the condition."""

import fcntl
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import hypothesis
import pytest
from django.db import connections
from django.db.models.signals import post_migrate

from studio.garbage import spare_what_stays
from tests.own_house import data_dir

pytest_plugins = ["tests.abreast", "tests.servers", "tests.spoken"]
if os.environ.get("DJANGO_SETTINGS_MODULE"):
    pytest_plugins.append("tests.cast")


# Started first when files run abreast: one long file at the end would keep the other workers waiting.
LONG_FILES = (
    "test_faults.py",
    "test_produce.py",
    "test_postgres.py",
    "test_supervisor.py",
    "test_demo.py",
    "test_whole_way.py",
    "test_axe.py",
)


# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("studio", deadline=None)
hypothesis.settings.load_profile("studio")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG_FILES)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays: going through it again and again for garbage took a sixteenth of the time."""
    spare_what_stays()


def _is_a_file() -> bool:
    return bool(connections["default"].settings_dict["ENGINE"].endswith("sqlite3"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """A database file instead of memory, so that threads and other processes of a test can share it."""
    kept = str(data_dir() / "test.sqlite3") if _is_a_file() else f"studio_test_{os.getpid()}"
    connections["default"].settings_dict["TEST"]["NAME"] = kept


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """A file that lies there already is taken as it is; it goes with the house."""
    return _is_a_file()


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the migrated and empty database file lies once one process has made it."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if request.config.getoption("--abreast") else base) / "migrated.sqlite3"


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, migrated: Path, django_db_modify_db_settings: None) -> None:
    """Migrating takes seconds: the first process does it, and the others take a copy of what came of it."""
    with migrated.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        mine = connections["default"].settings_dict["TEST"]["NAME"]
        if migrated.exists():
            shutil.copy(migrated, mine)
        request.getfixturevalue("django_db_setup")
        if _is_a_file() and not migrated.exists():
            with closing(sqlite3.connect(mine)) as made, closing(sqlite3.connect(migrated)) as kept:
                made.backup(kept)
    # Emptied tables are filled again after every test that commits, and rights by permission are used nowhere here.
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
