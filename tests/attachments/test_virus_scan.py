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


def received(peer: socket.socket) -> bytes:
    """What a client sends by INSTREAM: the command, then parts with their lengths."""
    with peer.makefile("rb") as reading:
        assert reading.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", reading.read(4))[0]:
            assert length <= 64 * 1024
            content += reading.read(length)
    return content


def scans(peer: socket.socket) -> None:
    found = EICAR in received(peer)
    peer.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if found else b"stream: OK\0")


def says(text: bytes) -> Answer:
    def answer(peer: socket.socket) -> None:
        received(peer)
        peer.sendall(text)

    return answer


def hangs_up(peer: socket.socket) -> None:
    """As clamd does for more than StreamMaxLength: it reads no more, says why and closes."""
    peer.recv(1_000)
    peer.sendall(b"INSTREAM size limit exceeded. ERROR\0")


def says_nothing(peer: socket.socket) -> None:
    peer.recv(1_000)
    peer.settimeout(3)
    while peer.recv(1_000_000):
        pass


@contextmanager
def clamd(answer: Answer, path: Path | None = None, times: int = 1) -> Iterator[str]:
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
        seen.append(received(peer))
        peer.sendall(b"stream: OK\0")

    content = b"Words, " * 50_000
    with clamd(remember) as address:
        assert inspect("a.txt", content, 2**20, address).content == content
    assert seen == [content]


@pytest.mark.parametrize("how", [inspect, inspect_kept])
def test_a_virus_is_refused(how: Callable[..., object], caplog: pytest.LogCaptureFixture) -> None:
    with clamd(scans) as address, pytest.raises(Unfit) as refused:
        how("a.txt", b"Words, and then " + EICAR, 1_000, address)
    assert str(refused.value) == virus_scan.FOUND
    assert "Win.Test.EICAR_HDB-1" in caplog.text


def test_clamd_is_reached_through_the_file_system_too(tmp_path: Path) -> None:
    with clamd(scans, tmp_path / "clamd.ctl", times=2) as address:
        virus_scan.check(b"Words", address)
        with pytest.raises(Unfit) as refused:
            virus_scan.check(EICAR, address)
    assert str(refused.value) == virus_scan.FOUND


ANSWERS: dict[str, tuple[Answer, str]] = {
    "an error": (says(b"stream: Can't allocate memory ERROR\0"), virus_scan.SILENT),
    "nothing": (says(b""), virus_scan.SILENT),
    "half an answer": (says(b"stream: O"), virus_scan.SILENT),
    "nonsense": (says(b"\xff\xfe\0"), virus_scan.SILENT),
    "no end": (says(b"x" * 20_000), virus_scan.SILENT),
    "silence": (says_nothing, virus_scan.SILENT),
    "that it is too large": (hangs_up, virus_scan.TOO_LARGE),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_without_a_clean_answer_nothing_is_kept(name: str) -> None:
    answer, message = ANSWERS[name]
    with clamd(answer) as address, pytest.raises(Unfit) as refused:
        virus_scan.check(b"Words" * 500_000 if answer is hangs_up else b"Words", address, 1)
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
