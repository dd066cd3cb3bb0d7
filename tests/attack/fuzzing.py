"""Every page for everybody, with one thing wrong at a time: a field, or a part of an address."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, quote_from_bytes, urlencode, urlsplit

from eia_app.domain.workflow.states import State
from tests.attack.stage import Stage, staged
from tests.attack.target import Outcome
from tests.attack.values import BAD, Sent, spoilt
from tests.judges.page_tree import parse
from tests.web.page_forms import Form, form_of

SEED = 20260309
MOST_PAGES = 150  # for one person, in one state
SHOWN = 20  # faults; the rest are counted
# These start a program that makes a PDF; the reports are attacked where the service is served.
MAKES_PDF = ("report.", "packs.download", "example.download", "example.making")
QUERY = ("kept", "back", "next", "from", "to", "q", "page", "sort", "state", "service", "of")
FEW_STATES = (State.DRAFT, State.IN_REVIEW)
FEW_PEOPLE = ("lead", "reviewing", "equality_lead", "administrator", "nobody")


class Request(NamedTuple):
    """What can be asked; `alike` are those that other people, or other pages, ask as well."""

    alike: tuple[str, ...]
    ask: Callable[[], None]


@dataclass(frozen=True)
class Found:
    """A form of a page that somebody sees."""

    path: str
    form: Form

    @property
    def action(self) -> str:
        return self.form.action or self.path

    @property
    def names(self) -> list[str]:
        named = [control.name for control in self.form.controls]
        return [name for name in dict.fromkeys(named) if name != "csrf_token"]

    @property
    def files(self) -> frozenset[str]:
        return frozenset(each.name for each in self.form.controls if each.kind == "file")


@dataclass
class Fuzzer:
    """One person in one state. `asked` counts requests, `wrong` says which failed."""

    stage: Stage
    person: str
    asked: int = 0
    wrong: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    forms: list[Found] = field(default_factory=list)

    def explore(self, random: Random, seconds: float) -> None:
        """Look at every address that there is, and at all that their pages lead to."""
        todo, seen, end = [*self._addresses()], set[str](), time.monotonic() + seconds
        random.shuffle(todo)
        while todo and len(self.pages) < MOST_PAGES and time.monotonic() < end:
            path = todo.pop(0)
            if path in seen or self._makes_pdf(path):
                continue
            seen.add(path)
            html = self.get(path, f"GET {path}")
            if html:
                self.pages.append(path)
                todo += self._read(path, html)

    def _addresses(self) -> Iterator[str]:
        ids = self.stage.scene.ids
        adapter = self.stage.app.url_map.bind("")
        for rule in self.stage.app.url_map.iter_rules():
            values = {name: ids.get(name, "unknown") for name in rule.arguments}
            if "GET" in (rule.methods or ()):
                yield adapter.build(rule.endpoint, values, append_unknown=False)

    def _makes_pdf(self, path: str) -> bool:
        adapter = self.stage.app.url_map.bind("")
        try:
            endpoint, _ = adapter.match(urlsplit(path).path)
        except Exception:  # noqa: BLE001 - an address that leads nowhere is worth asking for
            return False
        return str(endpoint).startswith(MAKES_PDF)

    def _read(self, path: str, html: str) -> list[str]:
        tree = parse(html)
        found = [Found(path, form_of(each)) for each in tree.every("form")]
        self.forms += [f for f in found if f.form.method.lower() == "post" and f.names]
        links = [link.get("href", "") for link in tree.every("a")]
        return [each.partition("#")[0] for each in links if each.startswith("/")]

    def get(self, path: str, what: str) -> str:
        """The page, where there is one."""
        answer = self.stage.get(self.person, path)
        self._note(answer.status_code, what)
        is_page = answer.status_code == 200 and answer.mimetype == "text/html"
        page = answer.get_data(as_text=True) if is_page else ""
        answer.close()
        return page

    def _note(self, status: int, what: str) -> None:
        self.asked += 1
        said, self.stage.faults[:] = self.stage.faults[-1:], []
        if status >= 500 or said:
            self.wrong.append(f"{self.person}: {what}: {status} {''.join(said)}")

    def fields(self) -> list[Request]:
        """One request for each field of each form and each way in which it can be wrong."""
        forms = {(urlsplit(f.action).path, *f.names): f for f in reversed(self.forms)}
        return [
            Request((path, name, what), self._sending(found, name, what, make))
            for (path, *_), found in forms.items()
            for name in found.names
            for what, make in spoilt(found.form.fields, name).items()
        ]

    def _sending(
        self, found: Found, name: str, what: str, make: Callable[[], Sent]
    ) -> Callable[[], None]:
        def send() -> None:
            sent, said = make(), f"{name} is {what} on {found.path}"
            sent += found.form.buttons[:1]
            answer = self.stage.post(self.person, found.action, sent, found.files)
            self._note(answer.status_code, f"POST {found.action}: {said}")
            if answer.status_code < 400 and not found.files:
                self._look_again(found, sent, said)
            self.stage.undo()

        return send

    def _look_again(self, found: Found, sent: Sent, said: str) -> None:
        """What was taken must be bearable ever after: saved, and as a draft."""
        draft = [*sent, ("draft_of", found.path)]
        answer = self.stage.post(self.person, "/drafts", draft)
        self._note(answer.status_code, f"draft: {said}")
        for path in (found.path, f"{urlsplit(found.path).path}?kept=1", "/drafts"):
            self.get(path, f"GET {path} after {said}")
        if "/assessments/" in found.action:
            base = f"/assessments/{self.stage.scene.id}/"
            for path in (base, f"{base}answers", f"{base}history", f"{base}report/page"):
                self.get(path, f"GET {path} after {said}")

    def addresses(self) -> list[Request]:
        """One request for each part of each address, and for each name that a query may have."""
        return [
            Request((method, urlsplit(page).path, what), self._asking(method, path, what))
            for page in self.pages
            for what, path in _spoilt_addresses(page)
            for method in ("GET", "POST")
        ]

    def _asking(self, method: str, path: str, what: str) -> Callable[[], None]:
        def ask() -> None:
            if method == "GET":
                self.get(path, f"GET {path[:200]}: {what}")
            else:
                answer = self.stage.post(self.person, path, [])
                self._note(answer.status_code, f"POST {path[:200]}: {what}")
            self.stage.undo()

        return ask


def _spoilt_addresses(page: str) -> Iterator[tuple[str, str]]:
    path, given = urlsplit(page).path, parse_qsl(urlsplit(page).query)
    parts = path.split("/")
    for what, bad in BAD.items():
        word = quote_from_bytes(bad, safe="") if isinstance(bad, bytes) else quote(bad, safe="")
        for at in range(1, len(parts)):
            yield f"part {at} is {what}", "/".join([*parts[:at], word, *parts[at + 1 :]])
        for name in dict.fromkeys([*(name for name, _ in given), *QUERY]):
            kept = [(key, value) for key, value in given if key != name]
            yield f"{name} is {what}", f"{path}?{urlencode([*kept, (name, bad)])}"


Make = Callable[[Fuzzer], Sequence[Request]]


def fuzz(folder: Path, seconds: float, make: Make, *, is_short: bool) -> Outcome:
    """Ask at random, from the same seed each time, until the time is over; shared out evenly.

    What nobody has asked yet comes before what others have.
    """
    outcome, random = Outcome(), Random(SEED)  # noqa: S311 - to be repeated
    states: Collection[State] = FEW_STATES if is_short else tuple(State)
    asked, pages = 0, set[str]()
    possible, tried = set[tuple[str, ...]](), Counter[tuple[str, ...]]()
    with ExitStack() as stack:
        for state in states:
            stage = stack.enter_context(staged(folder, state))
            people = FEW_PEOPLE if is_short else tuple(stage.clients)
            for person in people:
                fuzzer, share = Fuzzer(stage, person), seconds / len(states) / len(people)
                fuzzer.explore(random, share / 2)
                requests = list(make(fuzzer))
                random.shuffle(requests)
                requests.sort(key=lambda each: tried[each.alike])
                possible |= {each.alike for each in requests}
                tried.update(_run(requests, share / 2))
                asked, pages = asked + fuzzer.asked, pages | set(fuzzer.pages)
                outcome.faults += [f"{state.value}: {each}" for each in fuzzer.wrong]
    outcome.counted = {
        "requests": f"{asked:,}",
        "pages": f"{len(pages):,}",
        "ways to be wrong": f"{len(tried):,} of {len(possible):,}",
        "states": str(len(states)),
    }
    more = len(outcome.faults) - SHOWN
    outcome.faults[SHOWN:] = [f"and {more:,} more"] if more > 0 else []
    return outcome


def _run(requests: Sequence[Request], seconds: float) -> Iterator[tuple[str, ...]]:
    """Ask until the time is over, and tell what was asked."""
    end = time.monotonic() + seconds
    for each in requests:
        if time.monotonic() > end:
            return
        each.ask()
        yield each.alike
