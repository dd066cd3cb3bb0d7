"""Is this HTML valid? Asks the Nu HTML checker (npm's vnu-jar), kept running for the test run.

Every error and every warning counts. Nothing is filtered here: a caller that wants to allow one
message must filter it where the reason can be read.
"""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.judges.installed import NODE_MODULES, file, java
from tests.judges.shared import Lease, Recipe, join

JAR = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"


@dataclass(frozen=True)
class Message:
    """One thing that the checker holds against a page."""

    page: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.page}, line {self.line}: {self.text}"


class Nu:
    """The running checker. Make it with `start()`, and `stop()` it when the tests are done."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease

    def check(self, pages: Mapping[str, str]) -> list[Message]:
        """Return what is wrong with these pages (name → HTML), in order; nothing is a pass."""
        connection = http.client.HTTPConnection("127.0.0.1", self._lease.port, timeout=60)
        try:
            return [
                message
                for page, html in pages.items()
                for message in _messages(page, html, _ask(connection, html))
            ]
        finally:
            connection.close()

    def stop(self) -> None:
        """Let the checker go; it ends when no worker of the test run uses it any more."""
        self._lease.close()


def start() -> Nu:
    """Start the checker on a free port of 127.0.0.1, or join the one of this test run.

    Raises NotInstalledError, with what to install, when Java or the checker is missing.
    """
    command = [
        *(java(), "-Xmx512m", "-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
        *("-cp", str(file(JAR, "npm’s vnu-jar (`make test` does)"))),
        "-Dnu.validator.servlet.bind-address=127.0.0.1",
        "nu.validator.servlet.Main",
    ]
    return Nu(join(Recipe("nu", lambda _folder, port: [*command, str(port)], _answers)))


def _ask(connection: http.client.HTTPConnection, html: str) -> dict[str, Any]:
    headers = {"Content-Type": "text/html; charset=utf-8", "User-Agent": "eia-tests"}
    connection.request("POST", "/?out=json", html.encode(), headers)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"The Nu checker answered {response.status}: {body[:500]!r}")
    answer: dict[str, Any] = json.loads(body)
    return answer


def _messages(page: str, html: str, answer: dict[str, Any]) -> list[Message]:
    """Read the checker's answer; a plain “info” is no fault, every other kind is."""
    if not html.strip():
        return [Message(page, 0, "The page is empty.")]
    faults = [m for m in answer["messages"] if m["type"] != "info" or m.get("subType") == "warning"]
    return [
        Message(
            page, m.get("lastLine", 0), f"{m['message']} {m.get('extract', '').strip()}".strip()
        )
        for m in faults
    ]


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        _ask(connection, "<!DOCTYPE html><html lang=en><title>Ready?</title>")
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
