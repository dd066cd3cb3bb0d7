"""`eia notify`, as a program of its own, with a real mail server and a database of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from eia_app.cli import main
from eia_app.domain.notifications.kinds import CLAIM_LASTS, NoticeKind
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State
from eia_app.services.notifications.create import notify
from eia_app.services.notifications.outbox import MOST_TRIES
from eia_app.storage.engine import Sessions
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person
from tests.factories import Makers, add_person
from tests.mail.mail_server import Mailbox, free_port, mail_server

BASE = "https://eia.hart.example"
ADDRESSES = [f"person.{n}@example.org" for n in range(6)]
NOTHING_REMINDED = "0 people were reminded of an opinion."


@dataclass
class Office:
    """A database in which one assessment has something to tell; and the command, with it."""

    sessions: Sessions
    settings: dict[str, str]

    def tell(self, *addresses: str, kind: NoticeKind = NoticeKind.DECLINED) -> None:
        with self.sessions.to_write.begin() as session:
            it = session.scalars(select(Assessment)).one()
            people = session.scalars(select(Person).where(Person.email.in_(addresses))).all()
            notify(session, kind, it, people, by=None, now=now())

    def eia(self, *words: str, **settings: str) -> Result:
        given = {**self.settings, **settings}
        return CliRunner().invoke(main, ["notify", *words], env=given)

    def start(self) -> subprocess.Popen[str]:
        """The command, as cron would start it."""
        return subprocess.Popen(
            [sys.executable, "-c", "from eia_app.cli import main; main()", "notify"],
            env={**os.environ, **self.settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def notices(self) -> list[Notice]:
        with self.sessions.to_read() as session:
            return list(session.scalars(select(Notice).order_by(Notice.id)))

    def set(self, **values: Any) -> None:
        with self.sessions.to_write.begin() as session:
            session.execute(update(Notice).values(**values))


def now() -> datetime:
    return datetime.now(UTC)


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server(Mailbox()) as served:
        yield served


@pytest.fixture
def office(sessions: Sessions, tiny_forms: Forms, mailbox: Mailbox) -> Office:
    with sessions.to_write.begin() as session:
        fill(session, tiny_forms)
    url = sessions.engine.url.render_as_string(hide_password=False)
    return Office(
        sessions,
        {
            "EIA_DATABASE_URL": url,
            "EIA_FORMS_DIR": str(tiny_forms.folder),
            "EIA_COUNCIL": "testing",
            "EIA_MAIL_URL": mailbox.url,
            "EIA_MAIL_FROM": "eia@hart.example",
            "EIA_BASE_URL": BASE,
        },
    )


def fill(session: Session, forms: Forms) -> None:
    """Six people, all of whom may read the one assessment that there is."""
    people = [add_person(session, f"Person {n}", Role.EQUALITY_LEAD) for n in range(6)]
    head = add_person(session, "Hana Head", Role.HEAD_OF_SERVICE)
    Makers(session, forms, people[0], people[1], head)(State.DRAFT, blank=True)


def test_what_is_due_is_sent_and_the_command_says_so(office: Office, mailbox: Mailbox) -> None:
    office.tell(*ADDRESSES[:2])
    result = office.eia()
    assert (result.exit_code, result.output) == (0, f"{NOTHING_REMINDED} 2 emails were sent.\n")
    assert sorted(message["To"].addresses[0].addr_spec for message in mailbox.came) == ADDRESSES[:2]
    assert all(notice.sent_at for notice in office.notices())
    assert office.eia().output == f"{NOTHING_REMINDED} 0 emails were sent.\n"


def test_a_mail_leads_to_the_service_in_plain_text_and_in_html(
    office: Office, mailbox: Mailbox
) -> None:
    office.tell(ADDRESSES[0])
    office.eia()
    with office.sessions.to_read() as session:
        it = session.scalars(select(Assessment)).one()
    link = f"{BASE}/assessments/{it.id}/"
    parts = [part.get_content() for part in mailbox.came[0].iter_parts()]
    assert [link in part for part in parts] == [True, True]
    assert mailbox.came[0]["Subject"] == f"Not signed off: {it.title} ({it.reference})"


def test_reminders_are_made_before_the_mail_goes_out(
    office: Office, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def remind(session: Session, *, now: datetime) -> int:
        it = session.scalars(select(Assessment)).one()
        notify(session, NoticeKind.INVITED, it, [it.lead], by=None, now=now)
        return 1

    monkeypatch.setattr("eia_app.services.notifications.review_reminders.make_due", remind)
    assert office.eia().output == "1 person was reminded of an opinion. 1 email was sent.\n"
    assert len(mailbox.came) == 1


# Refusals


def test_a_refusal_for_now_is_tried_again_later(office: Office, mailbox: Mailbox) -> None:
    office.tell(ADDRESSES[0])
    mailbox.at_recipient[ADDRESSES[0]] = "450 Greylisted"
    result = office.eia()
    said = f"{NOTHING_REMINDED} 0 emails were sent, 1 will be tried again.\n"
    assert (result.exit_code, result.output) == (0, said)
    mailbox.at_recipient.clear()
    assert office.eia().output == f"{NOTHING_REMINDED} 0 emails were sent.\n"
    office.set(send_after=now())
    assert office.eia().output == f"{NOTHING_REMINDED} 1 email was sent.\n"


def test_a_refusal_for_ever_is_listed_and_can_be_tried_again(
    office: Office, mailbox: Mailbox
) -> None:
    assert office.eia("--dead").output == "No email was given up.\n"
    office.tell(ADDRESSES[0])
    mailbox.at_recipient[ADDRESSES[0]] = "550 No such mailbox"
    assert office.eia().output == (
        f"{NOTHING_REMINDED} 0 emails were sent, 1 given up (see eia notify --dead).\n"
    )
    listed = office.eia("--dead").output
    assert f"  {ADDRESSES[0]}  EIA-2026-001  Not signed off  " in listed
    assert listed.endswith("The mail server said: 550 No such mailbox\n")
    mailbox.at_recipient.clear()
    assert office.eia().output == f"{NOTHING_REMINDED} 0 emails were sent.\n"
    assert office.eia("--retry").output == (
        f"1 notice is tried again.\n{NOTHING_REMINDED} 1 email was sent.\n"
    )
    assert office.eia("--dead").output == "No email was given up.\n"


def test_without_a_mail_server_one_attempt_is_made_and_the_rest_waits(office: Office) -> None:
    office.tell(*ADDRESSES[:3])
    result = office.eia(EIA_MAIL_URL=f"smtp://127.0.0.1:{free_port()}")
    assert result.exit_code == 1
    assert result.stderr.startswith("The mail server cannot be used: ")
    assert result.stdout == (
        f"{NOTHING_REMINDED} 0 emails were sent, and what is left waits for the next time.\n"
    )
    assert sorted(notice.attempts for notice in office.notices()) == [0, 0, 1]
    office.set(send_after=now())
    assert office.eia().output == f"{NOTHING_REMINDED} 3 emails were sent.\n"


def test_a_mail_server_that_is_down_for_days_costs_no_letter(office: Office) -> None:
    office.tell(ADDRESSES[0])
    for _ in range(MOST_TRIES + 2):
        assert office.eia(EIA_MAIL_URL=f"smtp://127.0.0.1:{free_port()}").exit_code == 1
        office.set(send_after=now())
    assert office.eia().output == f"{NOTHING_REMINDED} 1 email was sent.\n"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"EIA_MAIL_URL": ""}, "No email can be sent: set EIA_MAIL_URL"),
        ({"EIA_BASE_URL": ""}, "Set EIA_BASE_URL to the address"),
        ({"EIA_MAIL_FROM": ""}, "Set EIA_MAIL_FROM to the email address"),
        ({"EIA_MAIL_URL": "mail.example.org"}, "EIA_MAIL_URL must look like"),
        ({"EIA_NOTIFY_API_KEY": "half"}, "Set EIA_NOTIFY_API_KEY to a whole API key"),
        ({"EIA_BASE_URL": "eia.example.org"}, "EIA_BASE_URL must be an address such as"),
        ({"EIA_BASE_URL": "https://a.example/eia"}, "EIA_BASE_URL must be an address such as"),
        ({"EIA_DIGEST_HOUR": "24"}, "EIA_DIGEST_HOUR must be 0 to 23"),
    ],
)
def test_without_the_settings_it_says_which_and_nothing_is_lost(
    office: Office, settings: dict[str, str], said: str
) -> None:
    office.tell(ADDRESSES[0])
    result = office.eia(**settings)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith(said)
    assert [notice.attempts for notice in office.notices()] == [0]


# Crashes, and several at once


class Killer(Mailbox):
    """Takes a letter, and the sender dies before it can remember that it was taken."""

    victim: Callable[[], int]

    async def handle_DATA(self, *parts: Any) -> str:  # noqa: N802 - aiosmtpd's own name
        answer = await super().handle_DATA(*parts)
        os.kill(self.victim(), signal.SIGKILL)
        return answer


@pytest.mark.slow
def test_who_is_killed_between_sending_and_remembering_repeats_it_with_the_same_message_id(
    office: Office, mailbox: Mailbox
) -> None:
    office.tell(ADDRESSES[0])
    killer = Killer()
    with mail_server(killer):
        office.settings["EIA_MAIL_URL"] = killer.url
        process = office.start()
        killer.victim = lambda: process.pid
        assert ended(process)[0] == -signal.SIGKILL
    office.settings["EIA_MAIL_URL"] = mailbox.url
    assert office.eia().output == f"{NOTHING_REMINDED} 0 emails were sent.\n"
    office.set(claimed_at=now() - CLAIM_LASTS - timedelta(seconds=1))
    assert office.eia().output == f"{NOTHING_REMINDED} 1 email was sent.\n"
    ids = [message["Message-ID"] for message in (*killer.came, *mailbox.came)]
    assert (len(ids), len(set(ids))) == (2, 1)
    assert killer.came[0]["Subject"] == mailbox.came[0]["Subject"]


@pytest.mark.slow
def test_several_at_once_send_everything_and_nothing_twice(
    office: Office, mailbox: Mailbox
) -> None:
    for kind in (NoticeKind.DECIDED, NoticeKind.SIGNED_OFF, NoticeKind.DECLINED):
        office.tell(*ADDRESSES, kind=kind)
    office.set(at=now() - timedelta(days=2))
    processes = [office.start() for _ in range(3)]
    answers = [ended(process) for process in processes]
    assert [(code, err) for code, _, err in answers] == [(0, "")] * 3
    to = Counter(message["To"].addresses[0].addr_spec for message in mailbox.came)
    # A digest of two, and what is told at once.
    assert to == dict.fromkeys(ADDRESSES, 2)
    assert len({message["Message-ID"] for message in mailbox.came}) == 12
    assert all(notice.sent_at and notice.attempts == 1 for notice in office.notices())
