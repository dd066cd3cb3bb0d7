"""The wheel, installed where there is no checkout, has everything that the service needs."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh environment that holds the wheel and, from ours, what it needs."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(wheel, cwd=ROOT, check=True, capture_output=True)
    venv.create(folder / "env", with_pip=False)
    packages = next((folder / "env" / "lib").glob("python*/site-packages"))
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    install = ["-m", "pip", "--python", str(folder / "env"), "install", "--no-deps", "--no-index"]
    built = str(next(folder.glob("*.whl")))
    subprocess.run([sys.executable, *install, built], check=True, capture_output=True)
    return folder / "env" / "bin"


@pytest.fixture
def served(installed: Path, tmp_path: Path) -> Iterator[str]:
    """The address of `eia serve` from the wheel, over a database that `eia migrate` made."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "EIA_DATABASE_URL": f"sqlite:///{tmp_path}/eia.sqlite",
        "EIA_SECRET_KEY": "0123456789abcdef" * 4,
        "EIA_PORT": str(port),
        "EIA_WORKERS": "1",
    }
    eia = str(installed / "eia")
    subprocess.run([eia, "migrate"], cwd=tmp_path, env=environment, check=True, capture_output=True)
    with subprocess.Popen(
        [eia, "serve"], cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL
    ) as server:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def fetch(address: str) -> str:
    """What is at an address, waiting up to 20 seconds for the server."""
    for _ in range(1200):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - loopback
                text: str = answer.read().decode()
                return text
        except (ConnectionError, urllib.error.URLError):
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {address}")


def test_the_wheel_migrates_and_serves_its_pages_and_its_assets(served: str) -> None:
    page = fetch(f"{served}/")
    assert "Hart District Council" in page
    addresses = re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js|svg))"', page)
    assert len(addresses) == 4
    assert all(fetch(f"{served}{address}") for address in addresses)


def test_the_wheel_brings_forms_that_have_no_fault(installed: Path, tmp_path: Path) -> None:
    checked = subprocess.run(
        [str(installed / "eia"), "check-forms"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, "")
