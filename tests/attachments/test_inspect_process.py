"""A file is looked into by a process of its own: it cannot take the web with it, or learn of it."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from eia_app.attachments import inspect_process
from eia_app.attachments.inspect_process import BUSY, UNCHECKED, Upload, inspect, inspect_kept
from eia_app.attachments.office_xml import DAMAGED
from eia_app.attachments.pdf_scan import TOO_MUCH
from eia_app.domain.attachments.file_types import MB, FileType
from eia_app.domain.errors import Unfit
from tests.attachments import making_files

LARGEST = 10 * MB
STAND_IN = "import json, os, resource, sys, time\n"
PYTHON = sys.executable
run = inspect_process._run


@pytest.fixture
def run_instead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Have this code run in place of the process, as if a file had taken it over."""
    program = tmp_path / "python"

    def write_program(code: str) -> None:
        program.write_text(f"#!{PYTHON}\n{STAND_IN}{code}\n", encoding="utf-8")
        program.chmod(0o700)

    monkeypatch.setattr(sys, "executable", str(program))
    return write_program


@pytest.mark.parametrize("name", making_files.GOOD)
def test_a_file_of_every_kind_is_kept(name: str) -> None:
    kept = inspect(f"C:\\me\\{name}", making_files.GOOD[name], LARGEST)
    assert kept.name == name.replace(".jpeg", ".jpg")
    if kept.type not in {FileType.PNG, FileType.JPEG}:
        assert kept == Upload(name, kept.type, making_files.GOOD[name])
    assert inspect_kept(kept.name, kept.content, LARGEST) == kept


def test_what_may_not_be_kept_is_refused_with_the_reason() -> None:
    with pytest.raises(Unfit, match="The selected PDF has a script in it: print it"):
        inspect("a.pdf", making_files.pdf("<</S/JavaScript>>"), LARGEST)
    with pytest.raises(Unfit, match="must be smaller than 10 MB"):
        inspect("a.pdf", bytes(LARGEST + 1), LARGEST)


SAID = "print(json.dumps({{'name': 'a', 'type': '{}', 'is_changed': {}}}))"
ENDS = {
    "broken by a file": "os.kill(os.getpid(), 11)",
    "ended by the system": "os.kill(os.getpid(), 9)",
    "out of time": "resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass",
    "out of memory": "resource.setrlimit(resource.RLIMIT_AS, (2**28, 2**28))\nbytearray(2**29)",
    "out of patience": "time.sleep(60)",
    "silent": "pass",
    "talking nonsense": "print('{')",
    "talking of something else": "print('[1]')",
    "claiming another type": SAID.format("exe", False),
    "changing a document": SAID.format("pdf", True) + "\nprint('x')",
    "making a picture of nothing": SAID.format("png", True),
    "making too large a picture": SAID.format("png", True) + "\nprint('x' * 2000)",
    "refusing without a word": "sys.exit(3)",
}


@pytest.mark.parametrize("name", ENDS)
def test_however_the_process_ends_the_person_is_told_and_the_log_says_how(
    name: str,
    run_instead: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    run_instead(ENDS[name])
    monkeypatch.setattr(inspect_process, "_run", lambda sent: run(sent, 5))
    with pytest.raises(Unfit) as refused, caplog.at_level(logging.WARNING):
        inspect("a.txt", b"Words", 1_000)
    assert str(refused.value) == UNCHECKED
    assert [each.message for each in caplog.records if "was not checked" in each.message]


def test_a_name_that_the_process_makes_up_is_made_safe(run_instead: Callable[[str], None]) -> None:
    said = "{'name': '../a\\\\b\\n.exe', 'type': 'txt', 'is_changed': False}"
    run_instead(f"print(json.dumps({said}))")
    assert inspect("a.txt", b"Words", 1_000) == Upload("b.txt", FileType.TEXT, b"Words")


def test_a_sentence_that_it_makes_up_is_no_longer_than_ours(
    run_instead: Callable[[str], None],
) -> None:
    run_instead("print(json.dumps('x' * 9_000)); sys.exit(3)")
    with pytest.raises(Unfit) as refused:
        inspect("a.txt", b"Words", 1_000)
    assert len(str(refused.value)) == inspect_process.LONGEST_SENTENCE


def test_the_process_knows_none_of_our_secrets(
    run_instead: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EIA_SECRET_KEY", "secret")
    run_instead("print(json.dumps(' '.join(sorted(os.environ)))); sys.exit(3)")
    with pytest.raises(Unfit) as refused:
        inspect("a.txt", b"Words", 1_000)
    assert "EIA" not in str(refused.value)
    assert "PATH" in str(refused.value)


@pytest.mark.slow
def test_the_largest_picture_is_within_its_bounds() -> None:
    made = BytesIO()
    Image.new("RGBA", (6_000, 5_000), (9, 9, 9, 99)).save(made, "PNG", compress_level=1)
    assert inspect("a.png", made.getvalue(), LARGEST).type is FileType.PNG


@pytest.mark.slow
def test_a_pdf_that_unpacks_to_more_than_its_memory_is_refused() -> None:
    """Its objects are packed so that a megabyte becomes more than one thousand of them."""
    packing = zlib.compressobj(1)
    packed = b"".join(packing.compress(bytes(64 * MB)) for _ in range(20)) + packing.flush()
    said = f"/Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {len(packed)}".encode()
    objects = b"7 0 obj<<" + said + b">>\nstream\n" + packed + b"\nendstream\nendobj\n"
    table = b"9 0 obj<</Type/XRef/Size 10/W[1 1 1]/Index[1 1]/Length 3/Root 1 0 R>>"
    table += b"stream\n\x02\x07\x00\nendstream\nendobj\n"
    content = b"%PDF-1.7\n" + objects + table
    content += b"startxref\n%d\n%%%%EOF\n" % content.index(b"9 0 obj")
    with pytest.raises(Unfit) as refused:
        inspect("a.pdf", content, LARGEST)
    assert str(refused.value) in {TOO_MUCH, UNCHECKED, DAMAGED}


def test_who_waits_too_long_for_others_is_told(
    run_instead: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspect_process, "PATIENCE", 0.2)
    run_instead("time.sleep(3)")
    with ThreadPoolExecutor(inspect_process.AT_ONCE) as pool:
        others = [pool.submit(inspect, "a.txt", b"a", 9) for _ in range(inspect_process.AT_ONCE)]
        time.sleep(0.5)
        with pytest.raises(Unfit) as refused:
            inspect("a.txt", b"Words", 1_000)
        assert str(refused.value) == BUSY
        assert {str(each.exception()) for each in others} == {UNCHECKED}
    run_instead("print(json.dumps({'name': 'a', 'type': 'txt', 'is_changed': False}))")
    assert inspect("a.txt", b"Words", 1_000).content == b"Words"


def test_the_web_process_does_not_load_what_reads_files() -> None:
    """What is not there cannot be broken."""
    code = (
        "import sys; from eia_app.attachments import inspect_process, file_names;"
        "print([m for m in ('pikepdf', 'PIL', 'olefile', 'zipfile') if m in sys.modules])"
    )
    done = subprocess.run([PYTHON, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "[]\n"
