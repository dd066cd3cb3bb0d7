"""What happens to a service: it is killed, there is no room, nothing may be written."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

from sqlalchemy import select

from eia_app.storage.models.assessment import Answer
from tests.attack.target import Database, Outcome, Target, serving, watched
from tests.bench.load import BenchFailed
from tests.bench.visitor import Visitor, fields_of

QUESTION = "title"
# Before a command: the superuser writes whatever the rights of a file are, unless told not to.
WITHOUT_POWERS = ("setpriv", "--bounding-set=-dac_override,-fowner", "--inh-caps=-all")
OTHERS = {"kind": "fees", "affects_who": "residents", "then": "next"}  # on the same page
ENDS = (OSError, HTTPException, BenchFailed)  # how a server that is killed looks from outside


class Writer:
    """Somebody who saves one text after another. `last` is what was acknowledged."""

    def __init__(self, visitor: Visitor, path: str) -> None:
        self.visitor, self.path, self.saved = visitor, path, 0
        self.last = dict(visitor.fields(path))[QUESTION]

    def save(self) -> None:
        """Raises BenchFailed when it was not taken."""
        text = f"Text {self.saved + 1} of {id(self)}"
        self.visitor.send(self.path, {**OTHERS, QUESTION: text})
        self.last, self.saved = text, self.saved + 1


def save_soon(writer: Writer) -> None:
    """Save once what was in the way is gone: each process may fail once more before it knows."""
    for _ in range(10):
        with suppress(BenchFailed):
            writer.save()
            return
        time.sleep(0.2)
    writer.save()


def stored(database: Database, number: int = 0) -> str:
    """What the database holds of a person’s text."""
    sessions = database.sessions
    mine = select(Answer.value).where(
        Answer.assessment_id == database.assessments[number], Answer.question == QUESTION
    )
    with sessions.to_read() as session:
        found = session.scalar(mine) or ""
    sessions.engine.dispose()
    return str(found)


def judge(outcome: Outcome, database: Database, writers: Sequence[Writer]) -> None:
    """Nothing that was acknowledged is lost. What was on its way may be saved or not."""
    for number, writer in enumerate(writers):
        held = stored(database, number)
        after = f"Text {writer.saved + 1} of {id(writer)}"
        outcome.expect(
            that=held in {writer.last, after},
            otherwise=f"acknowledged “{writer.last}”, and the database holds “{held}”",
        )
    saved = sum(each.saved for each in writers)
    outcome.expect(that=saved > 0, otherwise="nothing was ever acknowledged")
    outcome.counted["acknowledged"] = f"{saved:,}"


def killed(database: Database, folder: Path, seconds: float) -> Outcome:
    """Workers, and now and then the whole service, are killed while people save."""
    outcome, rounds, writers = Outcome(), 0, list[Writer]()
    end = time.monotonic() + seconds
    while rounds == 0 or time.monotonic() < end:
        rounds += 1
        with serving(database, folder) as target:
            numbers = range(len(database.emails))
            if not writers:
                writers = [Writer(target.sign_in(n), target.page(n)) for n in numbers]
            for number, writer in enumerate(writers):
                writer.visitor = target.sign_in(number)
            saving = [Thread(target=_save_until_it_ends, args=(each,)) for each in writers]
            for thread in saving:
                thread.start()
            for victim in (*target.workers()[:1], target.process.pid):
                time.sleep(0.7)
                with suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
            with suppress(ProcessLookupError):
                os.killpg(target.process.pid, signal.SIGKILL)
            for thread in saving:
                thread.join()
        judge(outcome, database, writers)
    outcome.counted["rounds"] = str(rounds)
    return outcome


def _save_until_it_ends(writer: Writer) -> None:
    failures = 0
    while failures < 3:
        try:
            writer.save()
        except ENDS:
            failures += 1
            time.sleep(0.1)


def full_disk(database: Database, folder: Path, seconds: float) -> Outcome:
    """No file may grow any more, as on a full disk; then there is room again."""
    outcome = Outcome()
    with serving(database, folder) as target:
        writer = Writer(target.sign_in(), target.page())
        writer.save()
        with watched(target.port, outcome):
            _refuse_to_grow(target, 4_096)
            said = _try_to_save(writer, min(seconds, 5))
            _refuse_to_grow(target, resource.RLIM_INFINITY)
            save_soon(writer)
    outcome.expect(that=said.status == 503, otherwise=f"a save was answered with {said.status}")
    outcome.expect(that=said.text in said.page, otherwise="what was typed was not given back")
    judge(outcome, database, [writer])
    return outcome


def _refuse_to_grow(target: Target, most: int) -> None:
    for pid in target.workers():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


@dataclass
class _Said:
    """How a save that cannot succeed is answered."""

    status: int = 0
    page: str = ""
    text: str = "What must not be lost"


def _try_to_save(writer: Writer, seconds: float) -> _Said:
    """Save until it is refused."""
    said, end = _Said(), time.monotonic() + seconds
    while time.monotonic() < end:
        pairs = dict(fields_of(writer.visitor.get(writer.path)))
        body = urlencode({**pairs, **OTHERS, QUESTION: said.text})
        said.status, said.page = writer.visitor.answer("POST", writer.path, body)
        if said.status != 302:
            return said
    return said


def read_only(database: Database, folder: Path, seconds: float) -> Outcome:
    """The file of the database, and its folder, may be read and not written; then they may.

    A process of SQLite's that found it so keeps to it: the operator sends SIGHUP, as is written.
    """
    del seconds  # it is over when everything has been asked for once
    outcome, place = Outcome(), database.file.parent
    powerless = WITHOUT_POWERS if os.geteuid() == 0 else ()
    paths = ("/", "/sign-in", "/assessments/", f"/assessments/{database.assessments[0]}/")
    with serving(database, folder, before=powerless) as target, watched(target.port, outcome):
        writer = Writer(target.sign_in(), target.page())
        writer.save()
        with _unwritable(place):
            for worker in target.workers():  # those that come instead open the file anew
                os.kill(worker, signal.SIGKILL)
            statuses = [writer.visitor.answer("GET", path)[0] for path in paths]
            said = _try_to_save(writer, 5)
        os.kill(target.process.pid, signal.SIGHUP)  # the processes are exchanged for new ones
        save_soon(writer)
    wrong = sorted({status for status in statuses if status >= 500 and status != 503})
    outcome.expect(that=not wrong, otherwise=f"answers of {wrong}")
    outcome.expect(that=said.status == 503, otherwise=f"a save was answered with {said.status}")
    judge(outcome, database, [writer])
    outcome.counted["answers"] = " ".join(map(str, (*statuses, said.status)))
    return outcome


@contextmanager
def _unwritable(place: Path) -> Iterator[None]:
    files = [each for each in place.iterdir() if each.is_file()]
    for each in (*files, place):
        each.chmod(0o555)
    try:
        yield
    finally:
        for each in (place, *files):
            each.chmod(0o755)
