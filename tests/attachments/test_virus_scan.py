"""Every file is shown to clamd where there is one, and nothing is kept without its answer."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from eia_app.attachments import virus_scan
from eia_app.attachments.inspect_process import inspect, inspect_kept
from eia_app.config import BadSetting, settings_from
from eia_app.domain.errors import Unfit

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
Answer = Callable[[socket.socket], None]


def receive(peer: socket.socket) -> bytes:
    """What a client sends by INSTREAM: the command, then parts with their lengths."""
    with peer.makefile("rb") as reading:
        assert reading.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", reading.read(4))[0]:
            assert length <= 64 * 1024
            content += reading.read(length)
    return content


def scan_for_eicar(peer: socket.socket) -> None:
    is_infected = EICAR in receive(peer)
    peer.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if is_infected else b"stream: OK\0")


def answer_with(text: bytes) -> Answer:
    def answer(peer: socket.socket) -> None:
        receive(peer)
        peer.sendall(text)

    return answer


def hang_up(peer: socket.socket) -> None:
    """As clamd does for more than StreamMaxLength: it reads no more, says why and closes."""
    peer.recv(1_000)
    peer.sendall(b"INSTREAM size limit exceeded. ERROR\0")


def stay_silent(peer: socket.socket) -> None:
    peer.recv(1_000)
    peer.settimeout(3)
    while peer.recv(1_000_000):
        pass


@contextmanager
def fake_clamd(answer: Answer, path: Path | None = None, times: int = 1) -> Iterator[str]:
    """A small clamd on this computer, and its address. It stops after so many files."""
    server = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    server.settimeout(10)
    server.bind(str(path) if path else ("127.0.0.1", 0))
    server.listen()

    def serve() -> None:
        for _ in range(times):
            peer, _ = server.accept()
            with peer:
                answer(peer)

    thread = Thread(target=serve)
    with server:
        thread.start()
        yield str(path) if path else f"127.0.0.1:{server.getsockname()[1]}"
        thread.join()


def test_a_clean_file_is_kept_and_was_seen_whole() -> None:
    seen = []

    def remember(peer: socket.socket) -> None:
        seen.append(receive(peer))
        peer.sendall(b"stream: OK\0")

    content = b"Words, " * 50_000
    with fake_clamd(remember) as address:
        assert inspect("a.txt", content, 2**20, address).content == content
    assert seen == [content]


@pytest.mark.parametrize("how", [inspect, inspect_kept])
def test_a_virus_is_refused(how: Callable[..., object], caplog: pytest.LogCaptureFixture) -> None:
    with fake_clamd(scan_for_eicar) as address, pytest.raises(Unfit) as refused:
        how("a.txt", b"Words, and then " + EICAR, 1_000, address)
    assert str(refused.value) == virus_scan.FOUND
    assert "Win.Test.EICAR_HDB-1" in caplog.text


def test_clamd_is_reached_through_the_file_system_too(tmp_path: Path) -> None:
    with fake_clamd(scan_for_eicar, tmp_path / "clamd.ctl", times=2) as address:
        virus_scan.check(b"Words", address)
        with pytest.raises(Unfit) as refused:
            virus_scan.check(EICAR, address)
    assert str(refused.value) == virus_scan.FOUND


ANSWERS: dict[str, tuple[Answer, str]] = {
    "an error": (answer_with(b"stream: Can't allocate memory ERROR\0"), virus_scan.SILENT),
    "nothing": (answer_with(b""), virus_scan.SILENT),
    "half an answer": (answer_with(b"stream: O"), virus_scan.SILENT),
    "nonsense": (answer_with(b"\xff\xfe\0"), virus_scan.SILENT),
    "no end": (answer_with(b"x" * 20_000), virus_scan.SILENT),
    "silence": (stay_silent, virus_scan.SILENT),
    "that it is too large": (hang_up, virus_scan.TOO_LARGE),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_without_a_clean_answer_nothing_is_kept(name: str) -> None:
    answer, message = ANSWERS[name]
    with fake_clamd(answer) as address, pytest.raises(Unfit) as refused:
        virus_scan.check(b"Words" * 500_000 if answer is hang_up else b"Words", address, 1)
    assert str(refused.value) == message


@pytest.mark.parametrize("address", ["127.0.0.1:9", "/nowhere/clamd.ctl", "no-such.invalid:3310"])
def test_a_scanner_that_is_down_lets_nothing_through(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Unfit) as refused:
        inspect("a.txt", b"Words", 1_000, address)
    assert str(refused.value) == virus_scan.SILENT
    assert f"The virus scanner at {address} does not answer" in caplog.text


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1:3310", "clamd:3310", "[::1]:3310", "/run/clamav/clamd.ctl", ""],
)
def test_an_address_is_a_host_and_a_port_or_a_path(address: str) -> None:
    assert settings_from({"EIA_CLAMD": address}).clamd == address


@pytest.mark.parametrize("address", ["clamd", ":3310", "clamd:x", "clamd:99999", "http://clamd:1"])
def test_another_address_is_refused_at_the_start(address: str) -> None:
    with pytest.raises(BadSetting, match="EIA_CLAMD must be a host and port such as"):
        settings_from({"EIA_CLAMD": address})
