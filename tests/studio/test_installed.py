"""The installed app: what its manifest and its service worker promise, and that nothing private is kept."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from studio.installed import ICONS, SHELL

pytestmark = pytest.mark.django_db


def test_the_manifest_can_be_installed_from(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    told = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (told["start_url"], told["display"]) == ("/", "standalone")
    assert {icon.get("purpose") for icon in told["icons"]} >= {"any", "maskable"}
    assert all(finders.find(name) for name, *_ in ICONS)


def test_the_service_worker_keeps_only_the_shell(client: Client) -> None:
    answer = client.get("/sw.js")
    code = answer.content.decode()
    shell = json.loads(re.search(r"const SHELL = (.*);", code)[1])  # type: ignore[index]
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert len(shell) == len(SHELL) and all(path.startswith("/static/") for path in shell)
    assert "cache.put" not in code


def test_the_page_without_a_connection_is_kept_in_every_language(client: Client) -> None:
    code = client.get("/sw.js").content.decode()
    pages = json.loads(re.search(r"const OFFLINE = (.*);", code)[1])  # type: ignore[index]
    assert set(pages) == {"en", "es"}
    english, spanish = (client.get(pages[language]) for language in ("en", "es"))
    assert 'lang="en"' in english.content.decode() and 'lang="es"' in spanish.content.decode()
    assert (english.headers["Content-Language"], spanish.headers["Content-Language"]) == ("en", "es")
    assert client.get("/offline/?in=nonsense").status_code == 200
    # Of the answers that pass it keeps nothing but the name of their language.
    assert code.count(".put(") == 1 and "put(LANGUAGE, new Response(said))" in code


def test_trying_again_leads_to_the_page_that_was_wanted(client: Client) -> None:
    page = client.get("/offline/").content.decode()
    assert 'href=""' in page and 'href="/"' not in page and "offline.js" in page


def test_pages_may_run_it(client: Client) -> None:
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy and "manifest-src 'self'" in policy


def test_the_offline_page_knows_nobody(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert "can not be reached" in client.get("/offline/").content.decode()
