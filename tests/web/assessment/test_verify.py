"""Anybody may check whether a report on paper is the signed-off version, and learns no more."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.workflow.states import State, Transition
from eia_app.reports.content.status import SHORT_HASH
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.snapshots import verify
from eia_app.storage.models.assessment import StoredSnapshot
from eia_app.web.assessment.verify import LOOKS
from tests.factories import Makers
from tests.web.visitor import Visitor

UNKNOWN = "This is not a signed-off version that this service knows"
NEVER = "0123456789abcdef" * 4


def hash_of(session: Session, context: AssessmentContext, version: int = 1) -> str:
    wanted = select(StoredSnapshot.sha256).where(
        StoredSnapshot.assessment_id == context.assessment.id, StoredSnapshot.version == version
    )
    return session.scalars(wanted).one()


def signed_again(makers: Makers, context: AssessmentContext) -> None:
    for action in (Transition.REOPEN, Transition.SUBMIT, Transition.SIGN_OFF):
        makers.step(context, action)


def test_a_signed_off_version_is_known_by_its_hash(
    anonymous: Visitor, make_assessment: Makers, session: Session
) -> None:
    digest = hash_of(session, make_assessment(State.SIGNED_OFF))
    shown = anonymous.get(f"/verify/{digest}")
    assert shown.title == "This is the signed-off version"
    assert "EIA-2026-001, version 1, signed off on 7 March 2026." in shown.text
    assert digest in shown.text
    assert "newer" not in shown.text


@pytest.mark.parametrize("length", [SHORT_HASH, 11, 63])
def test_the_beginning_that_is_printed_on_every_page_is_enough(
    length: int, anonymous: Visitor, make_assessment: Makers, session: Session
) -> None:
    digest = hash_of(session, make_assessment(State.DECIDED))
    shown = anonymous.get(f"/verify/{digest[:length]}")
    assert (shown.title, digest in shown.text) == ("This is the signed-off version", True)


def test_a_beginning_that_two_share_is_not_enough(
    anonymous: Visitor,
    make_assessment: Makers,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Never yet seen of a SHA-256, and yet it must not be said of the wrong one."""
    first, second = (hash_of(session, make_assessment(State.SIGNED_OFF)) for _ in range(2))
    twin = first[:20] + second[20:]
    stored = session.scalars(select(StoredSnapshot).where(StoredSnapshot.sha256 == second)).one()
    stored.sha256 = twin
    hashes = {stored.content: twin}
    monkeypatch.setattr(verify, "sha256", lambda text: hashes.get(text, first))
    assert anonymous.get(f"/verify/{first[:20]}", expect=404).title == UNKNOWN
    assert "EIA-2026-001" in anonymous.get(f"/verify/{first}").text
    assert "EIA-2026-002" in anonymous.get(f"/verify/{twin}").text


def test_a_record_that_was_altered_in_the_database_is_not_what_was_signed(
    anonymous: Visitor, make_assessment: Makers, session: Session
) -> None:
    digest = hash_of(session, make_assessment(State.SIGNED_OFF))
    session.scalars(select(StoredSnapshot)).one().content += " "
    assert anonymous.get(f"/verify/{digest}", expect=404).title == UNKNOWN


def test_an_older_version_says_that_a_newer_one_was_signed(
    anonymous: Visitor, make_assessment: Makers, session: Session
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    signed_again(make_assessment, context)
    old = anonymous.get(f"/verify/{hash_of(session, context)}")
    assert old.title == "This is a signed-off version"
    assert "A newer version has been signed off since: version 2, on 7 March 2026." in old.text
    new = anonymous.get(f"/verify/{hash_of(session, context, 2)}")
    assert (new.title, "newer" in new.text) == ("This is the signed-off version", False)


def test_a_signed_version_says_nothing_of_the_draft_that_follows_it(
    anonymous: Visitor, make_assessment: Makers, session: Session
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    digest = hash_of(session, context)
    before = anonymous.get(f"/verify/{digest}").text
    make_assessment.step(context, Transition.REOPEN)
    make_assessment.step(context, Transition.SUBMIT)
    assert anonymous.get(f"/verify/{digest}").text == before


def drawn(visitor: Visitor, path: str) -> tuple[int, str, int]:
    """An answer, whatever address it is of; and how often it asked the database."""
    shown = visitor.get(path, expect=404)
    return shown.status, shown.answer.get_data(as_text=True), len(shown.statements)


@pytest.mark.parametrize(
    "state", [State.IN_REVIEW, State.AWAITING_SIGN_OFF, State.CHANGES_REQUESTED]
)
def test_a_draft_is_answered_like_what_never_was(
    state: State, anonymous: Visitor, make_assessment: Makers, session: Session
) -> None:
    digest = hash_of(session, make_assessment(state))
    never = drawn(anonymous, f"/verify/{NEVER}")
    assert drawn(anonymous, f"/verify/{digest}") == never
    assert drawn(anonymous, f"/verify/{digest[:10]}") == never
    assert UNKNOWN in never[1]


@pytest.mark.parametrize(
    "typed", ["0", "012345678", "nothing-of-this-kind", "a" * 65, "%25", "é" * 12]
)
def test_a_malformed_hash_gets_the_answer_of_an_unknown_one(typed: str, anonymous: Visitor) -> None:
    said = drawn(anonymous, f"/verify/{NEVER}")[:2]
    assert drawn(anonymous, f"/verify/{typed}")[:2] == said


def test_the_title_and_the_people_are_nobodys_business(
    anonymous: Visitor, make_assessment: Makers, session: Session
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    page = anonymous.get(f"/verify/{hash_of(session, context)}").answer.get_data(as_text=True)
    it = context.assessment
    private = (it.title, it.service, it.lead.name, "Hana Head", str(it.id))
    assert [words for words in private if words in page] == []


def test_a_hash_is_typed_as_it_is_read_from_paper(
    anonymous: Visitor, make_assessment: Makers, session: Session
) -> None:
    digest = hash_of(session, make_assessment(State.SIGNED_OFF))
    typed = f"  {digest[:8].upper()} {digest[8:32]}-{digest[32:]}… "
    assert anonymous.get("/verify").form().method == "get"
    anonymous.http.get("/verify")
    sent = anonymous.http.get("/verify", query_string={"hash": typed})
    assert (sent.status_code, sent.location) == (302, f"/verify/{digest}")


@pytest.mark.parametrize("typed", ["", "123", "EIA-2026-014", "<script>"])
def test_what_cannot_be_a_hash_is_said_beside_the_field(typed: str, anonymous: Visitor) -> None:
    anonymous.get("/verify")
    address: dict[str, Any] = {"path": "/verify", "query_string": {"hash": typed}}
    answer = anonymous.http.get(**address)
    assert answer.status_code == 422
    shown = anonymous.get(f"/verify?hash={typed}", expect=422)
    assert shown.errors == [
        "Enter the hash: 10 or more of the numbers 0 to 9 and the letters a to f"
    ]
    assert shown.form().value("hash") == typed


def test_nobody_tries_one_after_the_other(anonymous: Visitor) -> None:
    allowed = int(LOOKS.split()[0])
    for number in range(allowed):
        assert anonymous.http.get(f"/verify/{number:010}").status_code == 404
    assert anonymous.http.get(f"/verify/{NEVER}").status_code == 429
