"""What is around a service and wrong: the clock of its machine, the mail server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from sqlalchemy import update

from eia_app.domain.notifications.kinds import NoticeKind
from eia_app.services.notifications import create as notifications_create
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person
from tests.attack.faults import Writer, judge
from tests.attack.target import PROGRAM, Database, Outcome, serving, watched
from tests.bench.servers import free_port
from tests.mail.mail_server import Mailbox, mail_server

SHORT = 5  # seconds: with no more, some of them have their turn and not all
NOW = datetime.now(UTC)
CLOCKS = (  # one after the other, over the same database
    NOW + timedelta(days=3),
    NOW,  # it goes back
    datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    datetime(2001, 9, 9, tzinfo=UTC),
)
AT = """
from datetime import datetime
import time_machine
time_machine.travel(datetime.fromisoformat("{at}")).start()
"""


def wrong_clock(database: Database, folder: Path, seconds: float) -> Outcome:
    """The clock of the machine is days or decades out, and goes back between two starts."""
    outcome, saved = Outcome(), 0
    clocks = CLOCKS if seconds > SHORT else CLOCKS[1:3]
    for at in clocks:
        program = AT.format(at=at.isoformat()) + PROGRAM
        with serving(database, folder, program=program) as target, watched(target.port, outcome):
            writer = Writer(target.sign_in(), target.page())
            writer.save()
            for path in ("/assessments/", f"/assessments/{database.assessments[0]}/history"):
                writer.visitor.get(path)
            judge(outcome, database, [writer])
            saved += writer.saved
        outcome.faults += [f"standard error: {line}" for line in target.trouble()[:3]]
    code, said = _eia(database, "verify-log")
    outcome.expect(that=code == 0, otherwise=f"eia verify-log says: {said[-300:]}")
    outcome.counted |= {"clocks": str(len(clocks)), "acknowledged": str(saved)}
    return outcome


def _eia(database: Database, *words: str, **settings: str) -> tuple[int, str]:
    environment = {
        **os.environ,
        "EIA_DATABASE_URL": database.url,
        "EIA_FORMS_DIR": str(database.forms),
        "EIA_SECRET_KEY": "x" * 40,
        **settings,
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], env=environment, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


Behaves = Callable[[socket.socket], None]


def _says(*lines: bytes) -> Behaves:
    """A mail server that gives these answers, one for each thing that it is told, and hangs up."""

    def behave(client: socket.socket) -> None:
        for line in lines:
            client.sendall(line + b"\r\n")
            client.recv(4_096)

    return behave


BAD_POST: Mapping[str, Behaves] = {
    "closes": lambda _: None,
    "says 421": _says(b"421 4.3.2 going down"),
    "says 421 to a sender": _says(b"220 x", b"250 x", b"421 4.7.0 too many"),
    "says nonsense": _says(b"\xff\xfe\x00 HTTP/1.1 200 OK\r\n<html>"),
    "hangs up in the middle": _says(b"220 x", b"250 x", b"250 x", b"250 x"),
    "never ends its line": _says(b"220 " + b"x" * 200_000),
}


@contextmanager
def _bad_post(behave: Behaves) -> Iterator[str]:
    """The address of a mail server that behaves like that, for as long as it is wanted."""
    with socket.create_server(("127.0.0.1", free_port())) as listening:
        thread = Thread(target=_serve_badly, args=(listening, behave), daemon=True)
        thread.start()
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


def _serve_badly(listening: socket.socket, behave: Behaves) -> None:
    while True:
        try:
            client, _ = listening.accept()
        except OSError:
            return
        with client, suppress(OSError):
            client.settimeout(5)
            behave(client)


def bad_post(database: Database, folder: Path, seconds: float) -> Outcome:
    """Mail servers that are down, busy or broken; then one that works gets every letter once."""
    del folder  # the command ends by itself
    outcome = Outcome()
    _tell_everybody(database)
    servers = list(BAD_POST.items())[:: 1 if seconds > SHORT else 3]
    for what, behave in servers:
        with _bad_post(behave) as url:
            _, said = _eia(database, "notify", **_mail(url))
        refused = "Traceback" in said or "given up" in said
        outcome.expect(that=not refused, otherwise=f"{what}: {said[-300:]}")
        _let_it_be_due(database)
    with mail_server(Mailbox()) as mailbox:
        code, said = _eia(database, "notify", **_mail(mailbox.url))
    outcome.expect(that=code == 0, otherwise=f"a good server: {said[-300:]}")
    came = Counter(str(letter["To"]).rpartition("<")[2].strip("<>") for letter in mailbox.came)
    wanted = Counter(database.emails)
    outcome.expect(that=came == wanted, otherwise=f"letters that came: {dict(came)}; {said[-300:]}")
    outcome.counted |= {"servers": str(len(servers) + 1), "letters": str(len(mailbox.came))}
    return outcome


def _mail(url: str) -> dict[str, str]:
    base = {"EIA_BASE_URL": "https://eia.example.org", "EIA_MAIL_FROM": "eia@example.org"}
    return {**base, "EIA_MAIL_URL": url, "EIA_COUNCIL": "hart"}


def _tell_everybody(database: Database) -> None:
    """Everybody has something to hear of the assessment that they lead."""
    sessions = database.sessions
    with sessions.to_write.begin() as session:
        for id_ in database.assessments:
            it = session.get_one(Assessment, id_)
            lead = session.get_one(Person, it.lead_id)
            at = datetime.now(UTC)
            notifications_create.notify(session, NoticeKind.DECLINED, it, [lead], by=None, now=at)
    sessions.engine.dispose()


def _let_it_be_due(database: Database) -> None:
    """An hour later, as far as waiting letters are concerned."""
    sessions = database.sessions
    with sessions.to_write.begin() as session:
        waiting = update(Notice).where(Notice.send_after.is_not(None))
        session.execute(waiting.values(send_after=datetime.now(UTC)))
    sessions.engine.dispose()
