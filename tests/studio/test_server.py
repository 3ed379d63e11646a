"""The web server's limits, asked of the real server over real sockets."""

import http.client
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.house import RunningHouse
from tests.servers import wait_for_port

MEBIBYTE = 1024 * 1024
LIMIT_BYTES = 20 * MEBIBYTE
# What Django says to it: the request did reach the application.
FORM_WITHOUT_TOKEN = 403


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator["subprocess.Popen[bytes]"]:
    """The web server alone: no Redis, no workers, an empty data folder."""
    house = RunningHouse(tmp_path_factory.mktemp("web"), STUDIO_DEBUG="1")
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen([sys.executable, "manage.py", "web"], cwd=root, env=house.environment)
    wait_for_port(house.port, timeout_s=60)
    process.port = house.port  # type: ignore[attr-defined]
    yield process
    process.kill()
    process.wait()


def _send(port: int, head: str, body: bytes = b"") -> http.client.HTTPResponse:
    line = socket.create_connection(("127.0.0.1", port), timeout=20)
    line.sendall(head.encode() + b"\r\n\r\n" + body)
    answer = http.client.HTTPResponse(line)
    answer.begin()
    return answer


def test_a_declared_length_above_the_limit_is_refused_before_the_body(web: "subprocess.Popen[bytes]") -> None:
    head = f"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: {LIMIT_BYTES + 1}"
    answer = _send(web.port, head)  # type: ignore[attr-defined]
    assert answer.status == 413
    assert json.loads(answer.read())["code"] == "request.too_large"


def test_a_chunked_body_is_refused_when_it_passes_the_limit(web: "subprocess.Popen[bytes]") -> None:
    head = "POST /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked"
    chunk = f"{MEBIBYTE:x}\r\n".encode() + bytes(MEBIBYTE) + b"\r\n"
    assert _send(web.port, head, chunk * 21).status == 413  # type: ignore[attr-defined]


def test_an_expecting_client_is_not_invited(web: "subprocess.Popen[bytes]") -> None:
    head = f"PUT /healthz HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: {LIMIT_BYTES * 2}"
    assert _send(web.port, head).status == 413  # type: ignore[attr-defined]


def test_a_body_at_the_limit_reaches_the_application(web: "subprocess.Popen[bytes]") -> None:
    head = f"POST /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {LIMIT_BYTES}"
    assert _send(web.port, head, bytes(LIMIT_BYTES)).status == FORM_WITHOUT_TOKEN  # type: ignore[attr-defined]


def test_a_huge_form_costs_no_memory(web: "subprocess.Popen[bytes]") -> None:
    before = psutil.Process(web.pid).memory_info().rss
    head = (
        "POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
        "Content-Type: multipart/form-data; boundary=x"
    )
    chunk = f"{MEBIBYTE:x}\r\n".encode() + bytes(MEBIBYTE) + b"\r\n"
    for _ in range(3):
        assert _send(web.port, head, chunk * 21).status == 413  # type: ignore[attr-defined]
    assert psutil.Process(web.pid).memory_info().rss - before < 60 * MEBIBYTE


def test_a_connection_serves_on_after_a_small_form(web: "subprocess.Popen[bytes]") -> None:
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=20)  # type: ignore[attr-defined]
    for _ in range(2):
        line.request("POST", "/healthz", body="a=1", headers={"Content-Type": "application/x-www-form-urlencoded"})
        answer = line.getresponse()
        answer.read()
        assert answer.status == FORM_WITHOUT_TOKEN
    line.close()


def test_term_ends_it_cleanly(web: "subprocess.Popen[bytes]") -> None:
    web.send_signal(signal.SIGTERM)
    assert web.wait(timeout=10) == 0
