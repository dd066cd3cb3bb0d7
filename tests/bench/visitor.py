"""Somebody who opens pages, fills forms in and sends them: how each measurement is set up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPResponse
from itertools import count
from urllib.parse import urlencode

from tests.bench.load import Ask, BenchFailed

Pairs = list[tuple[str, str]]
FORM = "application/x-www-form-urlencoded"


class _Fields(HTMLParser):
    """The fields of a page's last form, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.pairs: Pairs = []
        self._writing: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.pairs = []
        elif tag == "textarea":
            self._writing = name
            self.pairs.append((name, ""))
        elif tag == "input" and name:
            is_box = given.get("type") in {"checkbox", "radio"}
            if not is_box or "checked" in given:
                self.pairs.append((name, given.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self._writing is not None:
            self.pairs[-1] = (self._writing, self.pairs[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._writing is not None:
            self.pairs[-1] = (self._writing, self.pairs[-1][1].removeprefix("\n"))
            self._writing = None


def fields_of(page: str) -> Pairs:
    """The fields of the last form of a page, as they stand."""
    reader = _Fields()
    reader.feed(page)
    return reader.pairs


@dataclass
class Visitor:
    """A browser without a screen: cookies are kept, redirects are not followed."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def _headers(self) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Host": f"127.0.0.1:{self.port}", **({"Cookie": cookie} if cookie else {})}

    def answer(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        """The status and the text of whatever is answered."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = self._headers() | ({"Content-Type": FORM} if method == "POST" else {})
        connection.request(method, path, body.encode() or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        self._keep_cookies(answer)
        return answer.status, text

    def _ask(self, method: str, path: str, body: str, status: int) -> str:
        found, text = self.answer(method, path, body)
        if found != status:
            raise BenchFailed(f"{method} {path} was answered with {found}: {text[:400]}")
        return text

    def _keep_cookies(self, answer: HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value

    def get(self, path: str, status: int = 200) -> str:
        return self._ask("GET", path, "", status)

    def fields(self, path: str) -> Pairs:
        """The fields of the form on a page, as they stand."""
        return fields_of(self.get(path))

    def send(self, path: str, given: Mapping[str, str], *, to: str = "", status: int = 302) -> None:
        """Fill these fields of the page's form in, and send it."""
        kept = [(name, value) for name, value in self.fields(path) if name not in given]
        self._ask("POST", to or path, urlencode([*kept, *given.items()]), status)

    def getting(self, path: str) -> Ask:
        """Asks for a page, again and again."""
        request = self._head("GET", path) + b"\r\n"
        return lambda: request

    def saving(self, path: str, changing: str, *, extra: Mapping[str, str]) -> Ask:
        """Sends the page's form again and again; the text of `changing` is another each time.

        `seen`, where the form has one, goes up by one with each save, as it does on the page.
        """
        pairs = dict.fromkeys(extra, "") | dict(extra)
        kept = [(name, value) for name, value in self.fields(path) if name not in pairs]
        seen, text = int(dict(kept).get("seen", 0)), dict(kept)[changing]
        fixed = urlencode([p for p in kept if p[0] not in {"seen", changing}] + list(pairs.items()))
        has_seen = "seen" in dict(kept)
        head = self._head("POST", path) + f"Content-Type: {FORM}\r\n".encode()
        numbers = count()

        def ask() -> bytes:
            number = next(numbers)
            moving = {changing: f"{text} Looked at again, time {number}."}
            if has_seen:
                moving["seen"] = str(seen + number)
            body = f"{fixed}&{urlencode(moving)}".encode()
            return head + b"Content-Length: %d\r\n\r\n" % len(body) + body

        return ask

    def _head(self, method: str, path: str) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", *(f"{n}: {v}" for n, v in self._headers().items())]
        return ("\r\n".join(lines) + "\r\n").encode()
