"""What every test may ask for. Pure sound code is also tested without Django, hence the condition."""

import gc
import os

import hypothesis
import pytest
from django.db import connections

from tests.own_house import data_dir

pytest_plugins = ["tests.abreast", "tests.servers"]
if os.environ.get("DJANGO_SETTINGS_MODULE"):
    pytest_plugins.append("tests.cast")


# Started first when files run abreast: one long file at the end would keep the other workers waiting.
LONG_FILES = ("test_faults.py", "test_produce.py", "test_postgres.py", "test_supervisor.py", "test_demo.py")


# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("studio", deadline=None)
hypothesis.settings.load_profile("studio")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG_FILES)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays: going through it again and again for garbage only takes time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """A database file instead of memory, so that threads and other processes of a test can share it."""
    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(data_dir() / "test.sqlite3")
    else:
        database["TEST"]["NAME"] = f"studio_test_{os.getpid()}"
