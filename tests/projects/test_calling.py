"""Calling an address outside: nothing there holds us up or leads us on."""

import socket
import time
from typing import Any

import pytest

from projects import calling
from tests.receiver import Receiver, drips, hangs, receiving, says, verifies


def test_what_was_looked_at_is_what_is_called(receiver: Receiver, inside: None, leads: Any) -> None:
    """The name is asked for once: a second look could lead elsewhere."""
    asked = leads("127.0.0.1")
    port = receiver.url.split(":")[2].split("/")[0]
    answer = calling.call(f"http://receiver.test:{port}/in", b"{}", {"X-Mark": "1"})
    assert (answer.status, answer.text, answer.words, answer.is_good) == (200, "thanks", "", True)
    assert asked == ["receiver.test"]
    assert receiver.calls[0][0]["Host"] == f"receiver.test:{port}"


def test_an_address_inside_is_not_called_even_if_it_was_taken_once(receiver: Receiver) -> None:
    answer = calling.call(receiver.url, b"{}", {})
    assert (answer.status, answer.is_good, receiver.calls) == (None, False, [])
    assert "inside the network" in answer.words


def test_redirects_are_not_followed(receiver: Receiver, inside: None) -> None:
    with receiving() as other:
        receiver.answer = says(302, "", Location=other.url)
        answer = calling.call(receiver.url, b"{}", {})
        assert (answer.status, answer.is_good, other.calls) == (302, False, [])
    assert answer.words == "It answered 302 and points elsewhere, where the studio does not follow."


@pytest.mark.parametrize("behaviour", [hangs, drips])
def test_ten_seconds_are_ten_seconds(
    behaviour: Any, receiver: Receiver, inside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "LIMIT_S", 0.4)
    receiver.answer = behaviour
    began = time.monotonic()
    answer = calling.call(receiver.url, b"{}", {})
    assert time.monotonic() - began < 3
    assert answer.status is None and answer.words.startswith("No answer came within")


def test_an_answer_counts_though_the_line_stays_open(
    receiver: Receiver, inside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "LIMIT_S", 0.4)
    receiver.answer = lambda call: (says(200, "half", Content_Length="9000")(call), hangs(call))[0]
    assert calling.call(receiver.url, b"{}", {}).text == "half"


def test_a_closed_door_and_nonsense_are_answers_too(receiver: Receiver, inside: None) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        answer = calling.call(f"http://127.0.0.1:{unused.getsockname()[1]}/", b"{}", {})
    assert answer.words == "Nobody could be reached there: Connection refused"
    receiver.answer = lambda call: call.wfile.write(b"nonsense\r\n\r\n") and None
    assert calling.call(receiver.url, b"{}", {}).words.startswith("Nobody could be reached there: ")


def test_a_line_that_is_not_safe_is_not_used(receiver: Receiver, inside: None) -> None:
    answer = calling.call(receiver.url.replace("http:", "https:"), b"{}", {})
    assert answer.words.startswith("The line could not be made safe: ") and receiver.calls == []


def test_long_answers_are_cut_and_odd_letters_kept_out(receiver: Receiver, inside: None) -> None:
    receiver.answer = says(500, "a\x00é" * 90_000)
    answer = calling.call(receiver.url, b"{}", {})
    assert (answer.status, len(answer.text), answer.words) == (500, 500, "It answered 500.")
    assert "\x00" not in answer.text


def test_the_signature_is_the_one_that_receivers_check() -> None:
    at_s, body = int(time.time()), b'{"id":1}'
    header = calling.signature(["whsec_new", "whsec_old"], at_s, body)
    assert header.count("v1=") == 2
    assert verifies("whsec_new", header, body) and verifies("whsec_old", header, body)
    assert not verifies("whsec_other", header, body) and not verifies("whsec_new", header, body + b" ")
    assert not verifies("whsec_new", calling.signature(["whsec_new"], at_s - 400, body), body)
