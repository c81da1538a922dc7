"""The demo's TMDB over HTTP: the same answers as in process, and the faults of a bad day."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import httpx
import pytest

from organizer.demo.tmdb import DemoTransport, Fault, Faults, Server, main, serve

TOKEN = {"Authorization": "Bearer demo-token"}


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        ("/movie/949", TOKEN),
        ("/movie/949", {}),
        ("/search/movie?query=am%C3%A9lie+poulain&language=de-DE", TOKEN),
        ("/search/movie?query=%E5%8D%83%E3%81%A8%E5%8D%83%E5%B0%8B%E3%81%AE%E7%A5%9E%E9%9A%A0%E3%81%97", TOKEN),
        ("/tv/4607?append_to_response=season/1,season/2,translations", TOKEN),
        ("/tv/4607?append_to_response=season%2F1", TOKEN),
        ("/tv/1/season/1", TOKEN),
        ("/search/tv?api_key=abc&query=", {}),
    ],
)
async def test_the_server_answers_as_the_transport_does(server: Server, target: str, headers: dict[str, str]) -> None:
    transport = DemoTransport()
    async with (
        httpx.AsyncClient(headers=headers) as over_http,
        httpx.AsyncClient(headers=headers, transport=transport) as in_process,
    ):
        http = await over_http.get(server.url + target)
        local = await in_process.get("https://api.themoviedb.org/3" + target)
    assert (http.status_code, http.content) == (local.status_code, local.content)
    assert http.headers.get("etag") == local.headers.get("etag")
    assert transport.requests == 1


def test_a_connection_is_kept_for_the_next_request(server: Server) -> None:
    with httpx.Client(headers=TOKEN) as client:
        streams = set()
        for _ in range(3):
            with client.stream("GET", f"{server.url}/movie/949") as reply:
                streams.add(reply.extensions["network_stream"].get_extra_info("client_addr"))
                reply.read()
    assert len(streams) == 1


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        (Fault.TOO_MANY, 429, "application/json;charset=utf-8"),
        (Fault.SERVER_ERROR, 500, "application/json;charset=utf-8"),
        (Fault.HTML, 502, "text/html"),
    ],
)
def test_every_third_answer_is_the_fault_asked_for(server: Server, fault: Fault, status: int, kind: str) -> None:
    server.faults = Faults(every={fault: 3})
    with httpx.Client(headers=TOKEN) as client:
        replies = [client.get(f"{server.url}/movie/949") for _ in range(6)]
    assert [reply.status_code for reply in replies] == [200, 200, status, 200, 200, status]
    assert replies[2].headers["content-type"] == kind
    assert "retry-after" not in replies[2].headers


def test_a_429_says_when_to_come_back_if_it_is_told_to(server: Server) -> None:
    server.faults = Faults(every={Fault.TOO_MANY: 1}, retry_after="2")
    assert httpx.get(f"{server.url}/movie/949").headers["retry-after"] == "2"


@pytest.mark.parametrize("fault", [Fault.CUT_BODY, Fault.DROPPED])
def test_a_broken_connection_is_a_protocol_error_and_the_next_request_works(server: Server, fault: Fault) -> None:
    server.faults = Faults(every={fault: 1})
    with httpx.Client(headers=TOKEN) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            client.get(f"{server.url}/movie/949")
        server.faults = Faults()
        assert client.get(f"{server.url}/movie/949").status_code == 200


def test_what_was_asked_is_kept_in_order(server: Server) -> None:
    with httpx.Client(headers=TOKEN) as client:
        client.get(f"{server.url}/movie/949")
        client.get(f"{server.url}/search/tv", params={"query": "lost"})
    assert server.asked == ["/3/movie/949", "/3/search/tv?query=lost"]


def test_requests_are_answered_side_by_side(server: Server) -> None:
    server.faults = Faults(latency=0.2)
    threads = [threading.Thread(target=httpx.get, args=(f"{server.url}/movie/949",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert server.most_at_once > 1


def test_it_runs_as_a_program_and_prints_its_address() -> None:
    command = [sys.executable, "-m", "organizer.demo.tmdb"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        reply = httpx.get(f"{url}/authentication", headers=TOKEN)
        process.terminate()
    assert reply.json()["success"] is True


def test_a_port_that_is_taken_is_said_in_a_line(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--port", str(server.server_address[1])])
    assert stopped.value.code == 2
    assert "cannot listen on 127.0.0.1" in capsys.readouterr().err
