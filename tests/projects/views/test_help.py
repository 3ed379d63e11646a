"""Help: every topic has its text, opens as a page and as a sheet, and can be found."""

import pytest
from django.test import Client

from projects.help import TOPICS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)
def test_every_topic_is_a_page_and_a_sheet(topic: object, client: Client) -> None:
    url = f"/help/{topic.slug}/"  # type: ignore[attr-defined]
    page, sheet = client.get(url), client.get(url, headers={"HX-Request": "true"})
    assert "<html" in page.content.decode() and "<html" not in sheet.content.decode()
    assert len(sheet.content) > 150


def test_the_index_finds_by_words(client: Client) -> None:
    assert client.get("/help/").content.decode().count("data-topic") == len(TOPICS)
    found = client.get("/help/?q=full+scale").content.decode()
    assert "/help/true-peak/" in found and "/help/autopilot/" not in found
    assert "Nothing is written about that yet" in client.get("/help/?q=zzz").content.decode()


def test_an_unknown_topic_is_no_page(client: Client) -> None:
    assert client.get("/help/nonsense/").status_code == 404


def test_the_index_is_one_card_a_topic_and_nothing_beside(client: Client) -> None:
    page = client.get("/help/").content.decode()
    inside = page[page.index('<div class="topics">') : page.index("data-no-topic")]
    # A link of a text within the link of its card would break the card in two.
    assert inside.count("<a ") == len(TOPICS)
