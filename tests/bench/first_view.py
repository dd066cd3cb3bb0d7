"""What travels at the first view: the page, its style sheets and its scripts, compressed."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from http.client import HTTPConnection

from tests.bench.load import BenchFailed

LINKED = re.compile(r'<(?:link rel="stylesheet" href|script type="module" src)="([^"]+)"')


@dataclass(frozen=True)
class Part:
    """`sent` is what our server sends; `gzipped` what arrives behind a proxy that compresses."""

    path: str
    plain: int
    sent: int
    gzipped: int


def parts(port: int, path: str = "/") -> list[Part]:
    """The page first, then everything that it links to and needs."""
    page, sent = _fetch(port, path)
    linked = [_fetch(port, each) for each in LINKED.findall(page.decode())]
    names = [path, *LINKED.findall(page.decode())]
    return [
        Part(name, len(content), size, min(size, len(gzip.compress(content, 6))))
        for name, (content, size) in zip(names, [(page, sent), *linked], strict=True)
    ]


def _fetch(port: int, path: str) -> tuple[bytes, int]:
    """The content, and how many bytes travel to a browser that takes Brotli."""
    plain, _ = _get(port, path, "identity")
    _, sent = _get(port, path, "br, gzip")
    return plain, sent


def _get(port: int, path: str, accept: str) -> tuple[bytes, int]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": accept})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise BenchFailed(f"GET {path} was answered with {answer.status}.")
    return body, len(body)
