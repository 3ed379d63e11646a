"""Where an address may lead: outside, or inside where the operator says so, and never to the line itself."""

import socket
from ipaddress import ip_address
from typing import Any

import pytest

from projects import outside
from projects.errors import Invalid

OPEN = "93.184.215.14"

INSIDE = [
    "http://127.0.0.1/", "https://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "https://169.254.169.254/",
    "https://[::1]/", "https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://0.0.0.0/",
    "https://10.1.2.3/", "https://172.16.0.1/", "https://192.168.1.1:8443/", "https://100.64.0.1/",
    "https://224.0.0.1/", "https://255.255.255.255/", "https://[fe80::1]/", "https://[fd00::1]/",
    "https://[::ffff:127.0.0.1]/", "https://[::ffff:a9fe:a9fe]/", "https://[2002:7f00:1::]/",
    "https://[64:ff9b::7f00:1]/", "https://[::]/", "https://[ff02::1]/", "https://localhost/",
]  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
def test_addresses_inside_the_network_are_refused(url: str) -> None:
    with pytest.raises(Invalid, match=r"webhook\.address_private"):
        outside.found(url)


@pytest.mark.parametrize("addresses", [["127.0.0.1"], [OPEN, "10.0.0.1"], ["169.254.169.254"]])
def test_a_name_that_leads_inside_is_refused(addresses: list[str], leads: Any) -> None:
    leads(*addresses)
    with pytest.raises(Invalid, match=r"webhook\.address_private"):
        outside.found("https://innocent.example.org/")


NEVER = ["http://169.254.169.254/", "https://[fe80::1]/", "https://0.0.0.0/", "https://224.0.0.1/", "https://[::]/",
         "https://[::ffff:a9fe:a9fe]/"]  # fmt: skip


@pytest.mark.parametrize("url", NEVER)
def test_where_clouds_keep_their_keys_is_never_called(url: str, inside: None) -> None:
    with pytest.raises(Invalid, match=r"webhook\.address_private"):
        outside.found(url)


def test_the_operator_may_open_the_network_inside(inside: None) -> None:
    for url in ("http://127.0.0.1:9000/", "http://[::1]/", "https://192.168.1.1/", "http://10.0.0.1/"):
        assert outside.found(url).addresses


def test_outside_only_https_is_called(leads: Any, settings: Any) -> None:
    leads(OPEN)
    for settings.WEBHOOKS_PRIVATE in (False, True):
        assert outside.found("https://example.org/a?b=c").addresses == (OPEN,)
        with pytest.raises(Invalid, match=r"webhook\.needs_https"):
            outside.found("http://example.org/")


WRONG = [
    "", "example.org", "ftp://example.org/", "file:///etc/passwd", "https://", "https://exa mple.org/", "https:///x",
    "https://example.org:0/", "https://example.org:99999/", "https://example.org/\r\nHost: x", "https://[::1",
    "https://example.org\\@127.0.0.1/", "https://" + "a" * 500 + ".org/", "gopher://example.org", "https://a\x00b.org/",
]  # fmt: skip


@pytest.mark.parametrize("url", WRONG)
def test_what_is_no_address_is_said_to_be_none(url: str, leads: Any) -> None:
    leads(OPEN)
    with pytest.raises(Invalid, match=r"webhook\.url_wrong") as caught:
        outside.found(url)
    assert caught.value.facts["field"] == "url"


def test_a_password_has_no_place_in_an_address(leads: Any) -> None:
    leads(OPEN)
    with pytest.raises(Invalid, match=r"webhook\.url_has_password"):
        outside.found("https://me:secret@example.org/")


def test_a_name_nobody_knows_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: Any, **_more: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr("projects.outside.socket.getaddrinfo", nothing)
    with pytest.raises(Invalid, match=r"webhook\.host_unknown"):
        outside.found("https://nowhere.example.org/")


def test_names_and_paths_of_other_scripts_are_written_for_the_line(leads: Any) -> None:
    asked = leads(OPEN)
    place = outside.found("https://müsli.example.org/grüße?q=ä")
    assert asked == ["xn--msli-0ra.example.org"] == [place.called]
    assert place.path == "/gr%C3%BC%C3%9Fe?q=%C3%A4"


def test_public_addresses_are_open() -> None:
    for address in (OPEN, "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"):
        assert outside.may_be_called(ip_address(address))
