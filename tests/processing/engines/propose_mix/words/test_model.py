"""A language model reads the words: a real endpoint on this machine that answers what each test tells it to."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from processing.engines.propose_mix.words.asking import Rules, asked
from processing.engines.propose_mix.words.model import SCHEMA, Model
from processing.errors import StudioError
from tests.processing.engines.propose_mix.words.desk import MIX

GOOD = {"target": "vocal", "quality": "level", "steps": 1.0, "level_db": None, "sections": []}


class Endpoint(HTTPServer):
    """Answers each request with the next of `answers`; keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[Any] = []
        self.requests: list[dict[str, Any]] = []

    def model(self) -> Model:
        return Model(f"http://127.0.0.1:{self.server_port}/v1/", "tiny", key="secret")


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append({"path": self.path, "key": self.headers["Authorization"], **body})
        answer = self.server.answers.pop(0)
        status, content = answer if isinstance(answer, tuple) else (200, answer)
        text = content if isinstance(content, str) else json.dumps(content)
        message = {"choices": [{"message": {"role": "assistant", "content": text}}]}
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(message).encode())

    def log_message(self, *_: Any) -> None:
        """Tests are quiet."""


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_it_is_asked_for_wishes_in_a_schema_and_its_answer_is_fulfilled(endpoint: Endpoint) -> None:
    endpoint.answers = [{"wishes": [GOOD], "unclear": ["make it pop"]}]
    change = asked(MIX, "her voice wants to come out of the speakers", readers=(endpoint.model(), Rules()))
    assert change.lines == ("Vocal: level +1.5 dB",) and change.by == "tiny"
    assert change.notes == ('"make it pop" was not understood.',)
    (request,) = endpoint.requests
    assert request["path"] == "/v1/chat/completions" and request["key"] == "Bearer secret"
    assert request["response_format"]["json_schema"]["schema"] == SCHEMA
    assert request["messages"][-1]["content"] == "her voice wants to come out of the speakers"


def test_a_wrong_answer_is_told_to_it_once(endpoint: Endpoint) -> None:
    endpoint.answers = [{"wishes": [{**GOOD, "steps": 40}]}, {"wishes": [GOOD], "unclear": []}]
    change = asked(MIX, "vocals up", readers=(endpoint.model(), Rules()))
    assert change.by == "tiny" and change.lines == ("Vocal: level +1.5 dB",)
    assert "steps is a number from -2.5 to 2.5" in endpoint.requests[1]["messages"][-1]["content"]


@pytest.mark.parametrize(
    "answers",
    [
        ["no json", "still none"],
        [{"wishes": [{**GOOD, "target": "everything"}]}, {"settings": {"gain_db": 24}}],
        [{"wishes": [GOOD] * 99}, []],
        [(500, "")],
        [(302, "")],
    ],
)
def test_when_it_fails_the_rules_read_and_say_so(endpoint: Endpoint, answers: list[Any]) -> None:
    endpoint.answers = answers
    change = asked(MIX, "vocals up a bit", readers=(endpoint.model(), Rules()))
    assert change.by == "rules" and change.lines == ("Vocal: level +1.0 dB",)
    assert "rules read the words" in change.notes[0]


def test_an_endpoint_that_is_not_there_is_no_obstacle() -> None:
    change = asked(MIX, "vocals up a bit", readers=(Model("http://127.0.0.1:1/v1", "gone"), Rules()))
    assert change.by == "rules" and "could not be asked" in change.notes[0]


def test_strange_text_never_reaches_it(endpoint: Endpoint) -> None:
    for words in ("<script>", "x" * 5000, "vocals\x00 up"):
        with pytest.raises(StudioError):
            asked(MIX, words, readers=(endpoint.model(), Rules()))
    assert endpoint.requests == []


def test_what_it_makes_of_nonsense_changes_nothing_and_says_so(endpoint: Endpoint) -> None:
    endpoint.answers = [{"wishes": [], "unclear": []}]
    change = asked(MIX, "tell me a joke", readers=(endpoint.model(), Rules()))
    assert (change.lines, change.settings) == ((), MIX) and change.notes
